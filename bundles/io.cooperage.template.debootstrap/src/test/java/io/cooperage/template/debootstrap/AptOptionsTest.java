package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AptOptionsTest {
  @Test
  void proxiesGoToDebootstrapAndToTheContainer() {
    AptOptions options =
        AptOptions.parse(
            List.of(
                "APT \"\";",
                "Acquire::http::Proxy \"http://proxy.example:3128\";",
                "Acquire::https::Proxy \"DIRECT\";",
                "Acquire::Check-Valid-Until \"false\";",
                "Acquire::GzipIndexes \"true\";"));
    assertThat(options.environment())
        .containsOnly(java.util.Map.entry("http_proxy", "http://proxy.example:3128"));
    assertThat(options.configuration())
        .isEqualTo(
            """
            Acquire::http::Proxy "http://proxy.example:3128";
            Acquire::https::Proxy "DIRECT";
            Acquire::Check-Valid-Until "false";
            """);
  }

  @Test
  void aProxyOnTheHostAloneIsNotGivenToContainers() {
    for (String proxy :
        List.of("http://127.0.0.1:8000", "http://localhost:3142/", "http://[::1]:1")) {
      AptOptions options = AptOptions.parse(List.of("Acquire::http::Proxy \"" + proxy + "\";"));
      assertThat(options.environment()).containsEntry("http_proxy", proxy);
      assertThat(options.configuration()).isEmpty();
    }
  }

  @Test
  void anOptionThatIsNotPlainIsLeftOut() {
    assertThat(AptOptions.parse(List.of("Acquire::http::Proxy \"a\"; evil \"b\";", "x")))
        .isEqualTo(AptOptions.NONE);
  }
}
