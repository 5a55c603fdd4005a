package io.cooperage.linux.net;

/** Adds and removes routes. */
public final class RouteRequests {
  private RouteRequests() {}

  /** Adds a route, or changes the one to the same destination. */
  public static NetlinkRequest replace(Route route) {
    int flags = Rtnl.CREATE | Rtnl.REPLACE;
    return describe(Rtnl.NEWROUTE, flags, "set route ", route).build();
  }

  /** Adds a route; one to the same destination is an error (EEXIST). */
  public static NetlinkRequest add(Route route) {
    int flags = Rtnl.CREATE | Rtnl.EXCLUSIVE;
    return describe(Rtnl.NEWROUTE, flags, "add route ", route).build();
  }

  /** Removes a route. */
  public static NetlinkRequest remove(Route route) {
    return describe(Rtnl.DELROUTE, 0, "remove route ", route).build();
  }

  private static NetlinkRequest.Builder describe(int type, int flags, String verb, Route route) {
    boolean direct = route.gateway() == null;
    boolean linkScope = direct && route.destination().isIpv4();
    NetlinkRequest.Builder message =
        NetlinkRequest.of(type, flags, verb + route)
            .bytes(Rtnl.family(route.destination()), route.destination().length(), 0, 0)
            .bytes(Math.min(route.table(), Rtnl.RT_TABLE_MAIN), route.protocol())
            .bytes(linkScope ? Rtnl.SCOPE_LINK : Rtnl.SCOPE_UNIVERSE, Rtnl.RTN_UNICAST)
            .word(direct ? 0 : Rtnl.RTNH_F_ONLINK)
            .attribute(Rtnl.RTA_TABLE, route.table())
            .attribute(Rtnl.RTA_OIF, route.device());
    if (route.destination().length() > 0) {
      message.attribute(Rtnl.RTA_DST, route.destination().address().getAddress());
    }
    if (!direct) {
      message.attribute(Rtnl.RTA_GATEWAY, route.gateway().getAddress());
    }
    if (route.source() != null) {
      message.attribute(Rtnl.RTA_PREFSRC, route.source().getAddress());
    }
    return message;
  }
}
