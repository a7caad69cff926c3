using ResourceHygiene.Shared.TrackedTargets;

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
        string call = $"{handler.Method}(resource, {context})";
        bool isAsync = handler.Async != AsyncHandlerKind.None;
        writer.Line($"global::ResourceHygiene.ReleaseHandlers.{(isAsync ? "RegisterAsync" : "Register")}<{handler.ResourceClass}>(");
        using (writer.Indent())
        {
            if (handler.Async == AsyncHandlerKind.Task)
                call = $"new global::System.Threading.Tasks.ValueTask<global::ResourceHygiene.ReleaseOutcome>({call})";
            writer.Line($"{SymbolText.Literal(handler.ResourceType)},");
            writer.Line($"static ({handler.ResourceClass} resource, {(isAsync ? "" : "in ")}global::ResourceHygiene.ReleaseContext context) => {call});");
        }
    }
}
