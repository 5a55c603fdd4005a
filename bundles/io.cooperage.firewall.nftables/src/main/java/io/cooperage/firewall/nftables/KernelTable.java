package io.cooperage.firewall.nftables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cooperage.api.container.ContainerId;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The firewall's table as the kernel has it at one moment.
 *
 * @param present whether there is one
 * @param chains those of CTs
 * @param devices which device's packets go to which chain, for each direction
 */
record KernelTable(
    boolean present,
    Map<ChainName, KernelChain> chains,
    Map<Direction, Map<String, ChainName>> devices) {
  static final KernelTable ABSENT = new KernelTable(false, Map.of(), Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KernelChain NO_CHAIN =
      new KernelChain(Map.of(), Optional.empty(), List.of(), false);

  /** Reads what nft lists. */
  static KernelTable parse(String listing) {
    Map<ChainName, ChainReader> readers = new LinkedHashMap<>();
    Map<Direction, Map<String, ChainName>> devices = new EnumMap<>(Direction.class);
    for (JsonNode object : read(listing).path("nftables")) {
      ChainName.parse(object.path("chain").path("name").asText())
          .ifPresent(name -> readers.computeIfAbsent(name, n -> new ChainReader(n.direction())));
      JsonNode rule = object.path("rule");
      ChainName.parse(rule.path("chain").asText())
          .ifPresent(
              name -> readers.computeIfAbsent(name, n -> new ChainReader(n.direction())).add(rule));
      TableText.direction(object.path("map").path("name").asText())
          .ifPresent(way -> devices.put(way, elements(object.path("map").path("elem"))));
    }
    return new KernelTable(
        true,
        readers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().chain())),
        devices);
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
