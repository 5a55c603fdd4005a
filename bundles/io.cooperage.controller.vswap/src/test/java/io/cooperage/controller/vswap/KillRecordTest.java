package io.cooperage.controller.vswap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KillRecordTest {
  private static final String CT = "11111111-2222-4333-8444-555555555555";
  private static final String OTHER = "99999999-2222-4333-8444-555555555555";

  private static String line(String where, String task) {
    return "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=ns,mems_allowed=0,"
        + where
        + ",task="
        + task
        + ",pid=77,uid=524288";
  }

  @Test
  void theCtWhoseLimitWasReachedAndTheVictimAreRead() {
    String where = "oom_memcg=/cooperage/node/" + CT + ",task_memcg=/cooperage/node/" + CT + "/ns";

    assertThat(KillRecord.parse(line(where, "mysqld")))
        .hasValueSatisfying(
            kill -> {
              assertThat(kill.container()).hasToString(CT);
              assertThat(kill.limit()).isTrue();
              assertThat(kill.task()).isEqualTo("mysqld");
              assertThat(kill.pid()).isEqualTo(77);
            });
  }

  @Test
  void aLimitThatTheCtGaveItselfIsItsOwnAffair() {
    String own = "/cooperage/node/" + CT + "/ns/a.service";

    assertThat(KillRecord.parse(line("oom_memcg=" + own + ",task_memcg=" + own, "x"))).isEmpty();
  }

  @Test
  void aNodeOutOfMemoryIsToldApart() {
    String where = "global_oom,task_memcg=/cooperage/node/" + CT + "/ns/a.service";

    assertThat(KillRecord.parse(line(where, "x")))
        .hasValueSatisfying(kill -> assertThat(kill.limit()).isFalse());
  }

  @Test
  void aTasksNameCannotAccuseAnotherContainer() {
    String where = "oom_memcg=/cooperage/node/" + CT + ",task_memcg=/cooperage/node/" + CT;
    String name = "x,oom_memcg=/" + OTHER + ",task_memcg=/,task=y,pid=1,uid=0";

    assertThat(KillRecord.parse(line(where, name)))
        .hasValueSatisfying(
            kill -> {
              assertThat(kill.container()).hasToString(CT);
              assertThat(kill.pid()).isEqualTo(77);
            });
  }

  @Test
  void aKillOutsideContainersIsNotOurs() {
    assertThat(KillRecord.parse(line("oom_memcg=/system.slice,task_memcg=/system.slice", "x")))
        .isEmpty();
    assertThat(KillRecord.parse("eth0: link up")).isEmpty();
  }
}
