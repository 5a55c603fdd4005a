package io.cooperage.storage.ploop;

class WholeRootOnExt4ContractTest extends PloopContract {
  WholeRootOnExt4ContractTest() {
    super("layout", "ploop", "fstype", "ext4");
  }
}
