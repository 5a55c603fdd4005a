package io.cooperage.api.parameter;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Everything that can be set on a CT right now. Safe for any thread; answers follow bundles as they
 * come and go.
 */
@ProviderType
public interface ParameterCatalog {
  /** Every known parameter, by group and name; shadowed and rejected ones included. */
  List<ParameterInfo> parameters();

  /** The active parameter of that name or alias. */
  Optional<ParameterInfo> find(String nameOrAlias);

  /** Completions of a value. */
  List<String> suggest(String nameOrAlias, String prefix);

  /**
   * Turns command-line words into settings: {@code --NAME VALUE}, {@code --NAME=VALUE}, {@code
   * --NAME_add}, {@code --NAME_del}, the vzctl spellings {@code --ipadd} and {@code --ipdel}, and
   * {@code --unset NAME}.
   *
   * @throws io.cooperage.api.error.ContainerException naming every bad word at once
   */
  List<RawSetting> parseOptions(List<String> words);
}
