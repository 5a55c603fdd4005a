package io.cooperage.storage.ploop;

class OverlayOnXfsContractTest extends PloopContract {
  OverlayOnXfsContractTest() {
    super("layout", "ploop-overlay", "fstype", "xfs", "diskspace", "320M");
  }
}
