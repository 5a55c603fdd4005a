package io.cooperage.storage.ploop.attach;

class LoopBackEndTest extends BackEndContract {
  @Override
  BackEnd backEnd() {
    return new LoopBackEnd();
  }

  @Override
  boolean expectedToServe(SampleDisks sample) {
    return sample == SampleDisks.RAW || sample == SampleDisks.OURS;
  }
}
