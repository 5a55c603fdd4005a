package io.cooperage.controller.devices;

import static io.cooperage.controller.devices.DevicesParameters.DEVICES;

import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.controller.Effective;
import io.cooperage.spi.controller.ResourceController;
import io.cooperage.testing.controller.ResourceControllerContract;
import java.util.List;
import java.util.stream.Stream;

/** Values for the contract, whatever the cell. */
abstract class DevicesContractCases extends ResourceControllerContract {
  @Override
  protected ResourceController controller() {
    return new DevicesController();
  }

  @Override
  protected List<ParameterValues> samples() {
    return List.of(
        values("c:10:229:rw", "b:7:all:r"), values("c:10:229:w"), values("c:1:3:none", "c:1:5:r"));
  }

  static ParameterValues values(String... rules) {
    return ParameterValues.builder()
        .putList(DEVICES, Stream.of(rules).map(DEVICES.type()::parse).toList())
        .build();
  }

  /** What is in force of {@code devices}. */
  static List<String> devices(List<Effective> all) {
    return all.stream().filter(e -> e.parameter().equals("devices")).map(Effective::value).toList();
  }
}
