package io.cooperage.core.template;

import io.cooperage.core.job.Recipe;
import java.util.Optional;

/** Recipes of template jobs, to finish or undo what was interrupted. */
public interface TemplateRecipes {
  /** The recipe of an action, if it is one of templates. */
  Optional<Recipe> recipe(String action);
}
