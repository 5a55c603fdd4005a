/** Verbs on containers and their parameters: {@code ct create}, {@code ct start} ... */
package io.cooperage.shell.container;
