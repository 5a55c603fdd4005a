package io.cooperage.bench;

import java.io.IOException;
import java.util.List;

/** The limits of one resource. */
interface LimitFamily {
  /** Parameters without which none of this can be measured. */
  List<String> needs();

  /** One word for the table. */
  String name();

  /** Measures two running CTs: one that is limited, one that is not. Leaves both without load. */
  void measure(Guest limited, Guest free, LimitTable table) throws IOException;
}
