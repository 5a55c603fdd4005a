package io.cooperage.controller.network;

import io.cooperage.linux.Errno;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.net.NetlinkSocket;
import io.cooperage.linux.net.NetworkView;
import io.cooperage.linux.net.PriorityProgram;
import io.cooperage.linux.net.Redirect;
import io.cooperage.linux.net.RedirectState;
import io.cooperage.linux.net.TrafficHook;
import io.cooperage.linux.net.TrafficRequests;
import io.cooperage.linux.net.TrafficView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The filters on the host's ends of the CTs' devices, which hand every packet, of whatever
 * protocol, to a {@link Lane}. They are in the host's network namespace, out of the CT's reach, and
 * go with the device.
 */
final class Hooks {
  /** Before and behind it there is room for filters of others. */
  private static final int PREFERENCE = 0xc0;

  private static final String NAME = "cooperage";

  private final NetlinkSocket socket;
  private final NetworkView links;
  private final TrafficView view;

  Hooks(NetlinkSocket socket) {
    this.socket = socket;
    this.links = new NetworkView(socket);
    this.view = new TrafficView(socket);
  }

  /** The number of the class that a device's packets go to, nothing unless they do. */
  Optional<Integer> numberOf(String device, Lane lane) {
    return links.index(device).flatMap(index -> numberOf(index, lane));
  }

  /** All numbers that some device of the host hands packets to. */
  Set<Integer> numbers(List<Lane> lanes) {
    Set<Integer> numbers = new TreeSet<>();
    for (int device : view.hooked()) {
      lanes.forEach(lane -> numberOf(device, lane).ifPresent(numbers::add));
    }
    return numbers;
  }

  /** Makes a device hand its packets to a class; nothing is sent when it does. */
  void attach(String device, Lane lane, int number) {
    int index = links.index(device).orElseThrow(() -> Failure.noDevice(device));
    if (numberOf(index, lane).filter(found -> found == number).isPresent()) {
      return;
    }
    TrafficHook hook = lane.direction().hook();
    try (OwnedFd program = PriorityProgram.load(Lane.handle(number))) {
      Redirect redirect =
          new Redirect(PREFERENCE, NAME, program, Lane.handle(number), lane.index().orElseThrow());
      // The hooks may be another's, or be there for the other direction.
      socket.attempt(List.of(TrafficRequests.addHooks(index))).stream()
          .filter(refusal -> refusal.reason() != Errno.EEXIST)
          .forEach(
              refusal -> {
                throw refusal.toException();
              });
      socket.apply(TrafficRequests.redirect(index, hook, redirect));
    }
  }

  /** Lets a device's packets pass by the lane; what is missing is no error. */
  void detach(String device, Lane lane) {
    Optional<Integer> known = links.index(device);
    if (known.isEmpty()) {
      return;
    }
    int index = known.get();
    TrafficHook hook = lane.direction().hook();
    if (redirect(index, hook).isPresent()) {
      socket.attempt(List.of(TrafficRequests.removeFilters(index, hook, PREFERENCE)));
      boolean used = Arrays.stream(TrafficHook.values()).anyMatch(h -> view.filtered(index, h));
      if (!used) {
        socket.attempt(List.of(TrafficRequests.removeHooks(index)));
      }
    }
  }

  private Optional<Integer> numberOf(int device, Lane lane) {
    Optional<Integer> target = lane.index();
    return redirect(device, lane.direction().hook())
        .filter(found -> target.filter(t -> t == found.target()).isPresent())
        .map(found -> found.handle().minor());
  }

  private Optional<RedirectState> redirect(int device, TrafficHook hook) {
    return view.redirects(device, hook).stream()
        .filter(found -> found.preference() == PREFERENCE)
        .findFirst();
  }
}
