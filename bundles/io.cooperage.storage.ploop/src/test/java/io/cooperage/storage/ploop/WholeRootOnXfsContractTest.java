package io.cooperage.storage.ploop;

class WholeRootOnXfsContractTest extends PloopContract {
  WholeRootOnXfsContractTest() {
    super("layout", "ploop", "fstype", "xfs", "diskspace", "320M");
  }
}
