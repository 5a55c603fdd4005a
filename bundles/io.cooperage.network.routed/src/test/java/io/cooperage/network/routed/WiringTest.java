package io.cooperage.network.routed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.network.Attachment;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WiringTest {
  @Test
  void namesFollowFromTheIdentityAloneAndFitTheKernel() {
    ContainerId id = new ContainerId(new UUID(-1, -1));
    Wiring first = Wiring.of(id, "coop0", ParameterValues.empty());
    assertThat(first).isEqualTo(Wiring.of(id, "coop0", ParameterValues.empty()));
    assertThat(first.hostDevice()).startsWith("coop0").hasSize(15);
    assertThat(first.hostMac()).isNotEqualTo(first.guestMac());
    Wiring other = Wiring.of(new ContainerId(new UUID(-1, -2)), "coop0", ParameterValues.empty());
    assertThat(other.hostDevice()).isNotEqualTo(first.hostDevice());
  }

  @Test
  void anAttachmentTellsItsAddressesAgain() {
    ParameterValues values =
        ParameterValues.builder()
            .parse(RoutedParameters.IP, List.of("10.77.0.1", "fd77::1"))
            .build();
    Wiring wiring = Wiring.of(ContainerId.random(), "coop", values);
    assertThat(Wiring.addresses(List.of(wiring.toAttachment()))).isEqualTo(wiring.addresses());
    Attachment empty =
        Wiring.of(ContainerId.random(), "coop", ParameterValues.empty()).toAttachment();
    assertThat(Wiring.addresses(List.of(empty))).isEmpty();
  }
}
