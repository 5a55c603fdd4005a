package io.cooperage.firewall.nftables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The firewall's table as the kernel has it at one moment.
 *
 * @param hooked whether all packets are handed to the CTs' chains before anything else
 * @param chains those of CTs
 * @param devices which device's packets go to which chain, for each direction
 */
record KernelTable(
    boolean hooked,
    Map<ChainName, KernelChain> chains,
    Map<Direction, Map<String, ChainName>> devices) {
  static final KernelTable ABSENT = new KernelTable(false, Map.of(), Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KernelChain NO_CHAIN =
      new KernelChain(Map.of(), Optional.empty(), List.of(), false);

  /** Reads what nft lists, of the whole table or of parts. */
  static KernelTable parse(List<String> listings) {
    Map<ChainName, ChainReader> readers = new LinkedHashMap<>();
    Map<Direction, Map<String, ChainName>> devices = new EnumMap<>(Direction.class);
    Map<String, JsonNode> first = new HashMap<>();
    for (JsonNode object : objects(listings)) {
      ChainName.parse(object.path("chain").path("name").asText())
          .ifPresent(name -> readers.computeIfAbsent(name, n -> new ChainReader(n.direction())));
      JsonNode rule = object.path("rule");
      first.putIfAbsent(rule.path("chain").asText(), rule.path("expr"));
      ChainName.parse(rule.path("chain").asText())
          .ifPresent(
              name -> readers.computeIfAbsent(name, n -> new ChainReader(n.direction())).add(rule));
      TableText.direction(object.path("map").path("name").asText())
          .ifPresent(way -> devices.put(way, elements(object.path("map").path("elem"))));
    }
    return new KernelTable(
        TableText.HOOKS.entrySet().stream()
            .allMatch(hook -> leads(first.get(hook.getKey()), hook.getValue())),
        readers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().chain())),
        devices);
  }

  /** The same as far as one look at the hooks tells. */
  KernelTable hooked(boolean known) {
    return new KernelTable(known, chains, devices);
  }

  private static List<JsonNode> objects(List<String> listings) {
    List<JsonNode> objects = new ArrayList<>();
    listings.forEach(listing -> read(listing).path("nftables").forEach(objects::add));
    return objects;
  }

  private static boolean leads(JsonNode rule, TableText.Hook hook) {
    if (rule == null || rule.size() != 1) {
      return false;
    }
    JsonNode map = rule.get(0).path("vmap");
    return map.path("key").path("meta").path("key").asText().equals(hook.device())
        && map.path("data").asText().equals("@" + hook.map());
  }

  KernelChain chain(ContainerId id, Direction direction) {
    return chains.getOrDefault(new ChainName(direction, id), NO_CHAIN);
  }

  boolean has(ContainerId id, Direction direction) {
    return chains.containsKey(new ChainName(direction, id));
  }

  /** The devices whose packets go to the CT's chain. */
  Set<String> devices(ContainerId id, Direction direction) {
    return devices.getOrDefault(direction, Map.of()).entrySet().stream()
        .filter(e -> e.getValue().equals(new ChainName(direction, id)))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Whether a CT's packets meet chains with all that was put into them. */
  boolean holds(Wanted wanted) {
    return hooked
        && Stream.of(Direction.values())
            .allMatch(
                direction ->
                    devices(wanted.id(), direction).containsAll(wanted.devices())
                        && chain(wanted.id(), direction).holds(wanted, direction));
  }

  /** The devices whose packets go to either chain of the CT. */
  Set<String> devices(ContainerId id) {
    return Stream.of(Direction.values())
        .flatMap(direction -> devices(id, direction).stream())
        .collect(Collectors.toSet());
  }

  Set<ContainerId> containers() {
    return chains.keySet().stream().map(ChainName::id).collect(Collectors.toSet());
  }

  private static Map<String, ChainName> elements(JsonNode elements) {
    Map<String, ChainName> devices = new HashMap<>();
    for (JsonNode element : elements) {
      JsonNode verdict = element.path(1);
      String target = verdict.path("jump").path("target").asText();
      ChainName.parse(target).ifPresent(name -> devices.put(element.path(0).asText(), name));
    }
    return devices;
  }

  private static JsonNode read(String listing) {
    try {
      return JSON.readTree(listing);
    } catch (JsonProcessingException e) {
      throw new ContainerException(
          ErrorCode.KERNEL,
          "what nft lists cannot be read: " + e.getOriginalMessage(),
          "install libnftables with JSON",
          e);
    }
  }
}
