package io.cooperage.controller.network;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A running CT.
 *
 * @param devices the host's ends of its devices
 * @param number its class in every lane; 0 while it has none
 * @param demands what it asks for in each direction
 */
record Member(List<String> devices, int number, Map<Direction, Demand> demands) {
  Member {
    devices = List.copyOf(devices);
    demands = Map.copyOf(new EnumMap<>(demands));
  }

  Demand demand(Direction direction) {
    return demands.getOrDefault(direction, Demand.NONE);
  }

  Member numbered(int other) {
    return new Member(devices, other, demands);
  }
}
