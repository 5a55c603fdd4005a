package io.cooperage.shell.container;

import io.cooperage.api.container.Container;
import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.container.ContainerService;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.shell.verb.Syntax;
import io.cooperage.shell.verb.Verb;

/** A verb that works on containers. */
abstract class ContainerVerb extends Verb {
  final ContainerService containers;

  ContainerVerb(ContainerService containers, Syntax.Builder syntax) {
    super(syntax.build());
    this.containers = containers;
  }

  /** The container, or the error that there is none. */
  final Container get(ContainerRef ref) {
    return containers
        .find(ref)
        .orElseThrow(
            () ->
                new ContainerException(
                    ErrorCode.NO_SUCH_CONTAINER,
                    "there is no container " + ref,
                    "'ct list' shows all"));
  }
}
