/** Verbs on templates: {@code ct template list} ... */
package io.cooperage.shell.template;
