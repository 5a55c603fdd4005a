/** The contract of a template source as tests. */
package io.cooperage.testing.template;
