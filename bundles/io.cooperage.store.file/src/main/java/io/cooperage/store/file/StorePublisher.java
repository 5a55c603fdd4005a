package io.cooperage.store.file;

import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.store.ContainerStore;
import java.nio.file.Path;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the store once the pool's folder is known, and leaves it published while the storage
 * provider is swapped: a store that went with it would take the engine along.
 */
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.cooperage.spi.store.ContainerStore\"",
    uses = ContainerStore.class,
    effective = "active")
@Component(
    service = {},
    configurationPid = "io.cooperage.store.file")
@Designate(ocd = StorePublisher.Settings.class)
public final class StorePublisher {
  private static final Logger LOG = LoggerFactory.getLogger(StorePublisher.class);

  /** Configuration. */
  @ObjectClassDefinition(name = "Cooperage container store")
  public @interface Settings {
    @AttributeDefinition(
        name = "storage",
        description = "Kind of the storage provider beside whose disks the records are kept")
    String storage() default "ploop";
  }

  private final BundleContext bundle;
  private final NodeEnvironment node;
  private final String storageKind;
  private ServiceRegistration<ContainerStore> registration;
  private FileContainerStore store;

  @Activate
  public StorePublisher(BundleContext bundle, @Reference NodeEnvironment node, Settings settings) {
    this(bundle, node, settings.storage());
  }

  StorePublisher(BundleContext bundle, NodeEnvironment node, String storageKind) {
    this.bundle = bundle;
    this.node = node;
    this.storageKind = storageKind;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  synchronized void addStorage(StorageProvider storage) {
    if (registration != null || !storage.kind().equals(storageKind)) {
      return;
    }
    Path pool = storage.containersFolder();
    store = FileContainerStore.open(pool, node.stateFolder(), node.runFolder());
    registration = bundle.registerService(ContainerStore.class, store, null);
    LOG.info("Records of CTs are kept in {}", pool);
  }

  void removeStorage(StorageProvider storage) {
    LOG.debug("Storage {} left; its folder stays in use", storage.kind());
  }

  @Deactivate
  synchronized void withdraw() {
    if (registration != null) {
      registration.unregister();
      registration = null;
      store.close();
    }
  }
}
