import type { RejectionReason } from "../../model/index.ts";

/** Why a row could not be read, and what to do; for the report and for the console. */
export const rejection: Readonly<Record<RejectionReason, string>> = {
  "column-count":
    "La fila tiene más o menos celdas que la cabecera. Busque un separador o un salto de línea sin comillas dentro de una celda.",
  quoting: "Se abren unas comillas que no se cierran. La exportación está probablemente cortada.",
  "not-json": "La línea no es JSON. Busque un archivo cortado a mitad de una línea.",
  "not-an-object": "La línea es JSON, pero no un registro con campos.",
  "time-missing": "No consta la hora. Sin ella no puede situarse la consulta.",
  "time-unreadable":
    "La hora está en otra forma que la de este formato. Indique la forma de la hora en una correspondencia de columnas.",
  "time-implausible":
    "La hora cae muy lejos del periodo del registro. Revise la forma de la hora y el reloj de la fuente.",
  "operator-missing": "No consta el operador. Pida al fabricante del sistema que exporte la cuenta.",
  "system-unknown":
    "El sistema de registros no es ninguno de los conocidos. Indíquelo en una correspondencia de columnas.",
  "action-unknown":
    "La acción no es ninguna de las conocidas. Añádala a la tabla de acciones de una correspondencia de columnas.",
  "identifier-invalid":
    "El identificador no tiene la forma de su tipo. Revise la columna y el país por omisión.",
  schema: "Un campo tiene una forma o un valor que ningún evento puede tener.",
  "too-large": "La fila es mayor de lo que puede ser una fila. Busque unas comillas que no se cierran.",
  encoding: "Los bytes no están en ninguna codificación que se entienda. Exporte en UTF-8.",
};
