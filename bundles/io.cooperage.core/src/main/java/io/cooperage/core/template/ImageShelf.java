package io.cooperage.core.template;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.core.catalog.NearestName;
import io.cooperage.core.provider.Family;
import io.cooperage.core.provider.Leases;
import io.cooperage.core.provider.Offer;
import io.cooperage.spi.storage.TemplateImages;
import io.cooperage.spi.template.TemplateImage;
import io.cooperage.spi.template.TemplateOffer;
import io.cooperage.spi.template.TemplateSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers the list of images until it changes or its keeper does. */
@Component(service = {Templates.class, ImageShelf.class})
public final class ImageShelf implements Templates {
  private static final Logger LOG = LoggerFactory.getLogger(ImageShelf.class);

  private final Leases leases;
  private final Leases.Subscription changes;
  private volatile Optional<List<TemplateImage>> cached = Optional.empty();

  /** What a source offers. */
  record Offered(String source, TemplateOffer offer) {}

  /** Called by the framework. */
  @Activate
  public ImageShelf(@Reference Leases leases) {
    this.leases = leases;
    changes =
        leases.onChange(
            f -> {
              if (f.equals(Family.TEMPLATE_IMAGES)) {
                refresh();
              }
            });
  }

  @Deactivate
  void close() {
    changes.close();
  }

  void refresh() {
    cached = Optional.empty();
  }

  @Override
  public List<TemplateImage> images() {
    Optional<List<TemplateImage>> known = cached;
    if (known.isEmpty()) {
      List<TemplateImage> all =
          new ArrayList<>(leases.call(Family.TEMPLATE_IMAGES, "", TemplateImages::list));
      all.sort(Comparator.comparing(TemplateImage::builtAt).reversed());
      known = Optional.of(List.copyOf(all));
      cached = known;
    }
    return known.get();
  }

  List<Offered> offered() {
    List<Offered> all = new ArrayList<>();
    for (Offer<TemplateSource> source : leases.offers(Family.TEMPLATE_SOURCE)) {
      try {
        source.bounded(TemplateSource::offers).forEach(o -> all.add(new Offered(source.kind(), o)));
      } catch (ContainerException e) {
        LOG.warn("{} does not say what it offers: {}", source, e.getMessage());
      }
    }
    return all;
  }

  @Override
  public TemplateImage need(String name) {
    return newest(name).orElseThrow(() -> absent(name));
  }

  ContainerException absent(String name) {
    boolean offered = offered().stream().anyMatch(o -> o.offer().name().equals(name));
    if (offered) {
      return new ContainerException(
          ErrorCode.NO_SUCH_TEMPLATE,
          "template '" + name + "' is not built yet",
          "Build it with 'ct template build " + name + "'.");
    }
    TreeSet<String> names = new TreeSet<>();
    images().forEach(i -> names.add(i.descriptor().name()));
    offered().forEach(o -> names.add(o.offer().name()));
    String hint =
        NearestName.of(name, names)
            .map(n -> "Did you mean " + n + "?")
            .orElse("There are: " + (names.isEmpty() ? "none" : String.join(", ", names)) + ".");
    return new ContainerException(
        ErrorCode.NO_SUCH_TEMPLATE, "there is no template '" + name + "'", hint);
  }
}
