package io.cooperage.isolation.namespaces;

import io.cooperage.api.container.ExecRequest;
import io.cooperage.spi.isolation.IsolationPolicy.Rules;
import io.cooperage.spi.kernel.IdMap;
import io.cooperage.supervisor.EnterPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Composes how a program comes to run in a CT as one of its users. */
record ProgramPlan(
    String key,
    ExecRequest request,
    GuestUser user,
    String directory,
    IdMap map,
    Rules rules,
    CgroupCopies cgroups) {
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** A new plan with descriptors of its own. */
  EnterPlan compose() {
    EnterPlan plan = EnterPlan.into(key);
    try {
      InitPlan.joinCgroups(plan, cgroups.handles());
      StandardLimits.add(plan);
      plan.oomScore(0).namespaces(Namespaces.joined(map));
      if (request.terminal()) {
        plan.terminal(ROWS, COLUMNS, user.uid());
      }
      Confinement.add(plan, rules);
      plan.umask(022).ids(user.uid(), user.gid(), user.groups());
      plan.directory(directory);
      plan.arguments(request.argv().isEmpty() ? List.of(user.shell(), "-l") : request.argv());
      environment().forEach(plan::environment);
      return plan;
    } catch (RuntimeException e) {
      plan.close();
      throw e;
    }
  }

  private Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PATH", PATH);
    all.put("HOME", user.home());
    all.put("USER", user.name());
    all.put("LOGNAME", user.name());
    all.put("SHELL", user.shell());
    all.put("container", "cooperage");
    all.putAll(request.environment());
    return all;
  }
}
