package io.cooperage.storage.ploop;

class OverlayOnExt4ContractTest extends PloopContract {
  OverlayOnExt4ContractTest() {
    super("layout", "ploop-overlay", "fstype", "ext4");
  }
}
