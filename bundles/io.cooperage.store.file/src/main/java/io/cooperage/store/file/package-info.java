/** Keeps each container's definition as JSON beside its image. */
package io.cooperage.store.file;
