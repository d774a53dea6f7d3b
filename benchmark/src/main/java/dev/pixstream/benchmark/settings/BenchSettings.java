package dev.pixstream.benchmark.settings;

import java.net.URI;
import java.util.List;

/**
 * What is measured.
 *
 * @param name a word for reports, such as the profile's
 * @param targets the nodes' addresses, over which collectors and publishers are spread
 * @param headers sent with each request, as {@code Name: value}
 * @param multipart whether collectors accept several messages at once
 * @param realTimeRate the rate that counts as real time; 0: none
 */
public record BenchSettings(
    String name,
    List<URI> targets,
    List<String> headers,
    boolean multipart,
    LaneLayout lanes,
    Load load,
    Phases times,
    double realTimeRate) {}
