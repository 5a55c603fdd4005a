package io.cooperage.itests.node.vendor;

import io.cooperage.spi.controller.ResourceController;
import java.util.Dictionary;
import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Publishes a controller that does what the bundle's manifest says. */
public final class VendorActivator implements BundleActivator {
  /** Header with the name of a {@link Behaviour}. */
  public static final String BEHAVIOUR = "Vendor-Behaviour";

  /** What the bundle consists of; {@link NotDelivered} is forgotten. */
  public static List<Class<?>> classes() {
    return List.of(VendorActivator.class, VendorController.class, Behaviour.class);
  }

  @Override
  public void start(BundleContext context) {
    Dictionary<String, String> headers = context.getBundle().getHeaders();
    VendorController controller = new VendorController(Behaviour.valueOf(headers.get(BEHAVIOUR)));
    context.registerService(ResourceController.class, controller, null);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework withdraws the service.
  }
}
