package io.cooperage.itests.node.vendor;

import io.cooperage.spi.controller.ResourceController;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** Publishes a controller that does what the bundle's manifest says. */
public final class VendorActivator implements BundleActivator {
  /** Header with the name of a {@link Behaviour}. */
  public static final String BEHAVIOUR = "Vendor-Behaviour";

  /** Header with the name of the parameter that it owns; without one it is vendorlimit. */
  public static final String PARAMETER = "Vendor-Parameter";

  /** Header with its service ranking; without one it is 0. */
  public static final String RANKING = "Vendor-Ranking";

  /** What the bundle consists of; {@link NotDelivered} is forgotten. */
  public static List<Class<?>> classes() {
    return List.of(VendorActivator.class, VendorController.class, Behaviour.class);
  }

  @Override
  public void start(BundleContext context) {
    Dictionary<String, String> headers = context.getBundle().getHeaders();
    VendorController controller =
        new VendorController(
            Behaviour.valueOf(headers.get(BEHAVIOUR)), header(headers, PARAMETER, "vendorlimit"));
    Integer ranking = Integer.valueOf(header(headers, RANKING, "0"));
    context.registerService(
        ResourceController.class,
        controller,
        FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, ranking)));
  }

  private static String header(Dictionary<String, String> headers, String name, String usual) {
    String value = headers.get(name);
    return value == null ? usual : value;
  }

  @Override
  public void stop(BundleContext context) {
    // The framework withdraws the service.
  }
}
