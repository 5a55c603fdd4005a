package io.cooperage.controller.network;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.linux.net.HtbClassState;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.spi.controller.Capacity;
import io.cooperage.spi.controller.Cell;
import io.cooperage.spi.controller.Claim;
import io.cooperage.spi.controller.Consequence;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.EventSink;
import io.cooperage.spi.controller.Meter;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.spi.controller.ResourceCount;
import io.cooperage.spi.controller.UsageSink;
import io.cooperage.spi.controller.Watch;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.node.HostFacts;
import io.cooperage.spi.node.HostLedger;
import io.cooperage.spi.node.NodeEnvironment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Guarantees and limits of a CT's bandwidth, in both directions apart. */
@Component(service = ResourceController.class, configurationPid = "io.cooperage.controller.network")
@Designate(ocd = ShapingConfiguration.class)
public final class NetworkController implements ResourceController {
  private final NetlinkSocket socket;
  private final Bandwidths bandwidths;
  private final ShapingRules rules;
  private final Shaper shaper;
  private final LimitWatch limits;
  private final Map<Direction, ShapingMeters> meters = new EnumMap<>(Direction.class);
  private final Map<Direction, Samples> samples = new EnumMap<>(Direction.class);

  /** Opens the host's network; queues are made with the first CT that needs one. */
  @Activate
  public NetworkController(
      @Reference NodeEnvironment node,
      @Reference HostLedger ledger,
      ShapingConfiguration configuration) {
    this(
        NetlinkSocket.open(),
        node.vethPrefix(),
        ledger,
        configuration.total(),
        configuration.totalIn());
  }

  NetworkController(
      NetlinkSocket socket, String prefix, HostLedger ledger, String total, String totalIn) {
    this.socket = socket;
    this.bandwidths = new Bandwidths(total, totalIn, new Uplink(socket));
    this.rules = new ShapingRules(bandwidths);
    List<Lane> lanes = Stream.of(Direction.values()).map(d -> new Lane(d, prefix, socket)).toList();
    this.shaper = new Shaper(lanes, new Hooks(socket), new Ground(bandwidths, ledger));
    lanes.forEach(lane -> samples.put(lane.direction(), new Samples(lane)));
    Stream.of(Direction.values()).forEach(d -> meters.put(d, ShapingMeters.of(d)));
    this.limits = new LimitWatch();
  }

  /** Closes what belongs to this instance; the kernel keeps all queues. */
  @Deactivate
  void close() {
    limits.close();
    socket.close();
  }

  @Override
  public String name() {
    return "network";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return NetworkParameters.ALL;
  }

  @Override
  public List<Problem> validate(ParameterValues proposed, HostFacts host) {
    return rules.check(proposed, host);
  }

  @Override
  public List<Claim> claims(ParameterValues values) {
    return Stream.of(Direction.values())
        .flatMap(
            d ->
                values.get(NetworkParameters.guarantee(d)).stream()
                    .map(bits -> Claim.amount(d.resource(), bits)))
        .toList();
  }

  @Override
  public List<Capacity> capacities(HostFacts host) {
    return Stream.of(Direction.values())
        .flatMap(
            d ->
                rules.node(d, host).stream().map(bits -> new Capacity(d.resource(), "bit/s", bits)))
        .toList();
  }

  @Override
  public void apply(Cell cell, ParameterValues total) {
    Map<Direction, Demand> demands = new EnumMap<>(Direction.class);
    for (Direction direction : Direction.values()) {
      Demand demand = NetworkParameters.demand(total, direction);
      if (demand.guarantee().isPresent() && bandwidths.node(direction).isEmpty()) {
        throw Failure.noBandwidth();
      }
      demands.put(direction, demand);
    }
    List<String> devices = devices(cell);
    if (devices.isEmpty() && !demands.values().stream().allMatch(Demand::isNone)) {
      throw Failure.noInterface(cell.id());
    }
    Failure.explained(
        cell.id(),
        () -> {
          shaper.apply(cell.id(), devices, demands);
          return demands;
        });
  }

  @Override
  public List<Effective> readBack(Cell cell) {
    List<String> devices = devices(cell);
    return Failure.explained(
        cell.id(),
        () -> {
          List<Effective> effective = new ArrayList<>();
          boolean bound = false;
          for (Lane lane : shaper.lanes()) {
            Optional<HtbClassState> state = shaper.inForce(lane, devices);
            effective.addAll(effective(lane, state));
            bound |= state.map(Lane::demand).filter(Demand::bound).isPresent();
          }
          effective.add(Effective.of(NetworkParameters.RATEBOUND, bound, "htb prio"));
          return effective;
        });
  }

  private static List<Effective> effective(Lane lane, Optional<HtbClassState> state) {
    Demand demand = state.map(Lane::demand).orElse(Demand.NONE);
    String where =
        state.map(s -> "htb " + s.handle() + " of " + lane.device()).orElse("no class of its own");
    String suffix = state.isPresent() ? " " : "";
    return List.of(
        effective(
            NetworkParameters.guarantee(lane.direction()),
            demand.guarantee(),
            where + (suffix.isEmpty() ? "" : " rate")),
        effective(
            NetworkParameters.limit(lane.direction()),
            demand.bound() ? Optional.empty() : demand.limit(),
            where + (suffix.isEmpty() ? "" : " ceil")));
  }

  private static Effective effective(
      Parameter<Long> parameter, Optional<Long> value, String where) {
    return value
        .map(bits -> Effective.of(parameter, bits, where))
        .orElseGet(() -> Effective.unlimited(parameter, where));
  }

  @Override
  public List<Consequence> foresee(Cell cell, ParameterValues total) {
    List<Consequence> consequences = new ArrayList<>();
    int number = shaper.knownNumber(cell.id(), () -> devices(cell));
    samples.forEach(
        (direction, lane) ->
            NetworkParameters.demand(total, direction)
                .limit()
                .flatMap(limit -> held(direction, lane.of(number), limit))
                .ifPresent(consequences::add));
    return List.copyOf(consequences);
  }

  private static Optional<Consequence> held(
      Direction direction, Optional<HtbClassState> state, long limit) {
    return state
        .map(s -> Bandwidth.toBits(s.traffic().bytesPerSecond()))
        .filter(now -> now > limit)
        .map(
            now ->
                Consequence.harmless(
                    NetworkParameters.limit(direction).name(),
                    "The CT has %s bit/s %s now and will be held to %s."
                        .formatted(
                            Bandwidth.format(now),
                            direction.participle(),
                            Bandwidth.format(limit))));
  }

  @Override
  public List<ResourceCount> counts(Cell cell) {
    return shaper.lanes().stream()
        .flatMap(
            lane -> state(cell, lane).stream().map(s -> ShapingMeters.count(lane.direction(), s)))
        .toList();
  }

  @Override
  public List<Meter> meters() {
    return meters.values().stream().flatMap(ShapingMeters::all).toList();
  }

  @Override
  public void usage(Cell cell, UsageSink sink) {
    int number = shaper.knownNumber(cell.id(), () -> devices(cell));
    if (number > 0) {
      samples.forEach(
          (direction, lane) ->
              lane.of(number).ifPresent(state -> meters.get(direction).report(state, sink)));
    }
  }

  @Override
  public Watch watch(Cell cell, EventSink sink) {
    return limits.add(
        cell.id(),
        direction -> samples.get(direction).of(shaper.knownNumber(cell.id(), () -> devices(cell))),
        sink);
  }

  @Override
  public void release(Cell cell) {
    Failure.explained(
        cell.id(),
        () -> {
          shaper.release(cell.id(), devices(cell));
          return true;
        });
  }

  private Optional<HtbClassState> state(Cell cell, Lane lane) {
    return Failure.explained(cell.id(), () -> shaper.inForce(lane, devices(cell)));
  }

  private static List<String> devices(Cell cell) {
    return cell.attachments().stream()
        .map(Attachment::hostDevice)
        .filter(name -> name != null && !name.isEmpty())
        .toList();
  }
}
