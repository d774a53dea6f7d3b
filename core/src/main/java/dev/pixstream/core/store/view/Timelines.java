package dev.pixstream.core.store.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The life of a message, for people who ask where it is. */
public interface Timelines {
  /** The lanes that hold a message with this id, in order; one index probe for each lane. */
  CompletionStage<List<LaneId>> lanesOf(MessageKey key, int max);

  /** Its life, the first step first; empty: the lane has no such message. */
  CompletionStage<List<TimelineStep>> timeline(LaneId lane, MessageKey key);
}
