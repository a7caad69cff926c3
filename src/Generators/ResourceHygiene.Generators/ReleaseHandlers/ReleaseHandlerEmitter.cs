namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>Prints the module initializer that registers an assembly's release handlers.</summary>
internal static class ReleaseHandlerEmitter
{
    public const string HintName = "ReleaseHandlers.g.cs";

    public static CodeWriter Emit(EquatableArray<ReleaseHandlerModel> handlers)
    {
        CodeWriter writer = GeneratedFile.Begin();
        writer.Line("/// <summary>Registers this assembly's release handlers when it is loaded.</summary>");
        using (writer.Block("file static class ReleaseHandlerRegistration"))
        {
            writer.Line("// Stores delegates and runs no handler: a handler's dependencies are first loaded when it is needed.");
            writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            writer.Attributes();
            using (writer.Block("internal static void Register()"))
            {
                foreach (ReleaseHandlerModel handler in handlers)
                    EmitRegistration(writer, handler);
            }
        }

        return writer;
    }

    private static void EmitRegistration(CodeWriter writer, ReleaseHandlerModel handler)
    {
        string context = handler.TakesContextByReference ? "in context" : "context";
        writer.Line($"global::ResourceHygiene.ReleaseHandlers.Register<{handler.ResourceClass}>(");
        using (writer.Indent())
        {
            writer.Line($"{SymbolText.Literal(handler.ResourceType)},");
            writer.Line($"static ({handler.ResourceClass} resource, in global::ResourceHygiene.ReleaseContext context) => {handler.Method}(resource, {context}));");
        }
    }
}
