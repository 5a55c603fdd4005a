package io.cooperage.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The distribution boots whole from its own files; its bundles keep to their layers. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeaturesIT {
  @Inject private BundleContext context;
  @Inject private FeaturesService features;
  @Inject private BootFinished booted;

  @Configuration
  public Option[] distribution() {
    return Distribution.options();
  }

  @Test
  public void theBootFeaturesResolveFromTheDistributionAlone() {
    assertNotNull(booted);
  }

  @Test
  public void everyFeatureOfOursIsInstalled() throws Exception {
    List<String> missing = new ArrayList<>();
    for (Feature feature : features.listFeatures()) {
      if (feature.getName().startsWith("cooperage") && !features.isInstalled(feature)) {
        missing.add(feature.getName());
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  public void everyBundleIsActive() {
    List<String> idle = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      boolean fragment = bundle.getHeaders().get("Fragment-Host") != null;
      if (!fragment && bundle.getState() != Bundle.ACTIVE) {
        idle.add(bundle.getSymbolicName());
      }
    }
    assertEquals(List.of(), idle);
  }

  @Test
  public void nothingThatOpensAPortOrADropFolderIsInstalled() throws Exception {
    for (String name : List.of("ssh", "management", "deployer", "instance", "webconsole")) {
      Feature feature = features.getFeature(name);
      assertTrue(name, feature == null || !features.isInstalled(feature));
    }
  }

  @Test
  public void everyBundleKeepsToItsLayer() {
    Layers layers = new Layers();
    List<String> violations = new ArrayList<>();
    Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().startsWith("io.cooperage."))
        .forEach(
            bundle ->
                violations.addAll(
                    layers.violations(
                        bundle.getSymbolicName(), bundle.getHeaders().get("Import-Package"))));
    assertEquals(List.of(), violations);
  }
}
