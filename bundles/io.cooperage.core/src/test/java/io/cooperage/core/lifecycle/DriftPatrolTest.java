package io.cooperage.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.api.container.ContainerState;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import io.cooperage.core.Eventually;
import io.cooperage.core.job.JobRequest;
import io.cooperage.core.job.Jobs;
import io.cooperage.core.job.Recipe;
import io.cooperage.core.node.DriftPolicy;
import io.cooperage.core.roster.LiveContainer;
import io.cooperage.core.roster.Roster;
import io.cooperage.spi.store.JournalRecord;
import io.cooperage.testing.fake.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftPatrolTest {
  @TempDir Path folder;
  private EngineUnderTest engine;
  private final StuckJobs jobs = new StuckJobs();

  @BeforeEach
  void open() {
    engine = new EngineUnderTest(new FakeHost(), folder);
    for (int ctid = 101; ctid < 104; ctid++) {
      engine.create(ctid);
      engine.start(ctid);
    }
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private DriftPatrol patrol() {
    DriftPolicy policy = new DriftPolicy(DriftPolicy.Answer.REPORT, Duration.ofSeconds(1));
    return new DriftPatrol(roster(), jobs, engine.room().lifecycle().driftCheck(policy), policy);
  }

  private Roster roster() {
    return engine.room().parts().roster();
  }

  private String id(int ctid) {
    return engine.get(ctid).id().toString();
  }

  @Test
  void aBusyCtIsLeftToALaterRound() {
    jobs.busy.add(id(101));
    try (DriftPatrol patrol = patrol()) {
      patrol.open();
      Eventually.holds("the others are looked at", () -> jobs.looks.size() == 2);
      assertThat(jobs.looks).containsExactly(id(102), id(103));
      jobs.busy.clear();
      Eventually.holds("it is looked at too", () -> jobs.looks.contains(id(101)));
    }
  }

  @Test
  void aLookThatIsNotDoneDoesNotKeepTheOthersWaitingNorIsItAskedForTwice() {
    try (DriftPatrol patrol = patrol()) {
      patrol.open();
      Eventually.holds("all were asked for", () -> jobs.looks.size() == 3);
      LiveContainer another = roster().need(engine.create(104).id());
      another.state(ContainerState.RUNNING);
      Eventually.holds("a new one too", () -> jobs.looks.contains(id(104)));
      assertThat(jobs.looks).doesNotHaveDuplicates();
      another.state(ContainerState.STOPPED);
    }
  }

  /** All threads are at work for others: nothing that is asked for is done. */
  private static final class StuckJobs implements Jobs {
    private final List<String> looks = new CopyOnWriteArrayList<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    @Override
    public void quietly(String target, Runnable work) {
      looks.add(target);
    }

    @Override
    public Optional<String> holder(String target) {
      return busy.contains(target) ? Optional.of("7") : Optional.empty();
    }

    @Override
    public Optional<JobInfo> find(String id) {
      return Optional.empty();
    }

    @Override
    public <T> Job<T> submit(JobRequest<T> request) {
      throw new UnsupportedOperationException("submit");
    }

    @Override
    public <T> Job<T> enqueue(JobRequest<T> request) {
      throw new UnsupportedOperationException("enqueue");
    }

    @Override
    public Job<Void> recover(JournalRecord journal, Recipe recipe) {
      throw new UnsupportedOperationException("recover");
    }
  }
}
