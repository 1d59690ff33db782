/* The only file that knows where the editor's library is. */

export * from "../../../django_prose_editor/editor.js";
