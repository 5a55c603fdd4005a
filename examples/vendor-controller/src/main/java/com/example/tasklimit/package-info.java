/** A resource controller as an outside vendor writes it: one parameter, its check, its meters. */
package com.example.tasklimit;
