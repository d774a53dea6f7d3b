package dev.pixstream.server.faults;

/**
 * How a fault stands.
 *
 * @param id names it on this node
 * @param seed with which its script can be repeated
 * @param seen how many requests, or for what happens to responses, responses it applied to
 * @param happened to how many of them it happened
 */
public record FaultState(long id, Fault fault, long seed, long seen, long happened) {}
