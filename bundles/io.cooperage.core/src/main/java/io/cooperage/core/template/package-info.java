/** Templates: what sources offer, what is built, and who uses it. */
package io.cooperage.core.template;
