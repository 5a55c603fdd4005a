package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.node.NodeEnvironment;
import io.cooperage.spi.storage.StorageProvider;
import io.cooperage.spi.store.ContainerStore;
import io.cooperage.testing.store.SampleRecords;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class StorePublisherTest {
  private final List<Object> published = new ArrayList<>();
  private StoreFolders folders;
  private StorePublisher publisher;

  @BeforeEach
  void make(@TempDir Path folder) throws IOException {
    folders = StoreFolders.in(folder);
    NodeEnvironment node =
        answering(
            NodeEnvironment.class,
            Map.of("stateFolder", folders.state(), "runFolder", folders.run()));
    publisher = new StorePublisher(framework(), node, "ploop");
  }

  @Test
  void nothingIsPublishedBeforeTheConfiguredStorageIsThere() {
    publisher.addStorage(storage("other"));
    assertThat(published).isEmpty();
    publisher.addStorage(storage("ploop"));
    assertThat(published).hasSize(1).first().isInstanceOf(ContainerStore.class);
  }

  @Test
  void theStoreStaysWhileItsStorageIsSwapped() {
    StorageProvider first = storage("ploop");
    publisher.addStorage(first);
    Object store = published.get(0);
    publisher.removeStorage(first);
    publisher.addStorage(storage("ploop"));
    assertThat(published).containsExactly(store);
    ((ContainerStore) store).save(SampleRecords.bare(ContainerId.random(), 101));
    assertThat(folders.open().containers()).hasSize(1);
  }

  @Test
  void theStoreGoesWithItsBundle() {
    publisher.addStorage(storage("ploop"));
    publisher.withdraw();
    publisher.withdraw();
    assertThat(published).isEmpty();
  }

  private StorageProvider storage(String kind) {
    return answering(
        StorageProvider.class, Map.of("kind", kind, "containersFolder", folders.pool()));
  }

  /** A framework that remembers what is registered. */
  private BundleContext framework() {
    return (BundleContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("registerService");
              published.add(arguments[1]);
              return registration(arguments[1]);
            });
  }

  private ServiceRegistration<?> registration(Object service) {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("unregister");
              published.remove(service);
              return null;
            });
  }

  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }
}
