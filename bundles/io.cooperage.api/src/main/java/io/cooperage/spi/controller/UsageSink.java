package io.cooperage.spi.controller;

import org.osgi.annotation.versioning.ProviderType;

/** Takes one sample of one CT. */
@ProviderType
public interface UsageSink {
  void put(Meter meter, long amount);
}
