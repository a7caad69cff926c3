using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>Prints the module initializer that registers an assembly's handlers and cleaners.</summary>
internal static class ReleaseHandlerEmitter
{
    public const string HintName = "ReleaseHandlers.g.cs";

    public static CodeWriter Emit(EquatableArray<ReleaseHandlerModel> models)
    {
        ReleaseHandlerModel[] cleaners = [.. models.Where(static model => model.Cleaner is not null)];
        ReleaseHandlerModel[][] handlers = [.. models
            .Where(static model => model.Cleaner is null)
            .GroupBy(static model => (model.Key, model.ResourceClass))
            .Select(static group => group.ToArray())];

        CodeWriter writer = GeneratedFile.Begin();
        writer.Line("/// <summary>Registers this assembly's handlers and cleaners when it is loaded.</summary>");
        using (writer.Block("file static class ReleaseHandlerRegistration"))
        {
            writer.Line("// Only stores delegates. What they touch is in classes of their own, which are first loaded when they are needed: one whose");
            writer.Line("// assembly is missing does not break the start of the program, and stops no other.");
            writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
            writer.Attributes();
            using (writer.Block("internal static void Register()"))
            {
                for (int i = 0; i < handlers.Length; i++)
                {
                    bool doesMore = handlers[i].Any(static model => model.Capability != Capability.Release);
                    writer.Line($"global::ResourceHygiene.ReleaseHandlers.RegisterDeferred({SymbolText.Literal(handlers[i][0].Key)}, Handler{i}.Make, doesMore: {(doesMore ? "true" : "false")});");
                }

                for (int i = 0; i < cleaners.Length; i++)
                    EmitDeclaration(writer, cleaners[i], i);
            }
        }

        for (int i = 0; i < handlers.Length; i++)
            EmitHandler(writer, handlers[i], i);
        for (int i = 0; i < cleaners.Length; i++)
            EmitCleaner(writer, cleaners[i], i);
        return writer;
    }

    private static void EmitHandler(CodeWriter writer, ReleaseHandlerModel[] parts, int number)
    {
        string resource = parts[0].ResourceClass;
        writer.Line();
        using (writer.Block($"file static {(resource.Contains('*') ? "unsafe " : "")}class Handler{number}"))
        {
            writer.Attributes();
            writer.Line($"public static global::ResourceHygiene.ResourceHandler Make() => new global::ResourceHygiene.ResourceHandler<{resource}>");
            writer.Line("{");
            using (writer.Indent())
            {
                // Of two for the same, the last counts: as if they had been registered one after the other.
                foreach (ReleaseHandlerModel part in parts.GroupBy(static part => part.Capability).Select(static same => same.Last()))
                    writer.Line(Delegate(part.Call, resource) + ",");
            }

            writer.Line("};");
        }
    }

    private static string Delegate(CapabilityCall call, string resource) => call.Capability switch
    {
        Capability.Release when call.IsAsync => $"ReleaseAsync = static (resource, context) => {call.Expression("resource", "context")}",
        Capability.Release => $"Release = static ({resource} resource, in global::ResourceHygiene.ReleaseContext context) => {call.Expression("resource", "context")}",
        Capability.Trim => $"Trim = static (resource, request) => {call.Awaited("resource", "request")}",
        _ => $"{call.Capability} = static (resource, context) => {call.Awaited("resource", "context")}",
    };

    private static void EmitDeclaration(CodeWriter writer, ReleaseHandlerModel model, int number)
    {
        CleanerModel cleaner = model.Cleaner!;
        writer.Line("global::ResourceHygiene.DeclaredCleaners.Add(new global::ResourceHygiene.Cleaner");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"Name = {SymbolText.Literal(model.Key)},");
            writer.Line($"Level = {cleaner.LevelText},");
            if (cleaner.Priority != 0)
                writer.Line($"Priority = {cleaner.PriorityText},");
            if (cleaner.After.Length > 0)
                writer.Line($"After = global::System.Collections.Immutable.ImmutableArray.Create({string.Join(", ", cleaner.After.Select(SymbolText.Literal))}),");
            writer.Line($"{(model.Call.IsAsync ? "CleanAsync" : "Clean")} = Cleaner{number}.Clean,");
        }

        writer.Line("});");
    }

    private static void EmitCleaner(CodeWriter writer, ReleaseHandlerModel model, int number)
    {
        bool isAsync = model.Call.IsAsync;
        writer.Line();
        using (writer.Block($"file static class Cleaner{number}"))
        {
            writer.Attributes();
            writer.Line($"public static {(isAsync ? "global::System.Threading.Tasks.ValueTask" : "void")} Clean(global::ResourceHygiene.CleanerContext context) =>");
            using (writer.Indent())
            {
                string call = model.Call.Expression("instance", "context");
                writer.Line(model.ResourceClass.Length == 0
                    ? call + ";"
                    : $"global::ResourceHygiene.DeclaredCleaners.OnEach{(isAsync ? "Async" : "")}<{model.ResourceClass}>(context, static (instance, context) => {call});");
            }
        }
    }
}
