package io.cooperage.storage.ploop.survey;

import java.util.List;

/** Looks through one part of a pool. */
@FunctionalInterface
interface Survey {
  /** What is wrong there now. */
  List<Suspect> look();
}
