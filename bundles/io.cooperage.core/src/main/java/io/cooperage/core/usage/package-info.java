/** Usage: the meters of running CTs, sampled in the background. */
package io.cooperage.core.usage;
