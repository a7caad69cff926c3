using System.Globalization;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints a type's model as its generated part.</summary>
internal static class TrackedTypeEmitter
{
    public static CodeWriter Emit(TrackedTypeModel model)
    {
        CodeWriter writer = GeneratedFile.Begin();
        if (model.Namespace.Length > 0)
        {
            writer.Line($"namespace {model.Namespace};");
            writer.Line();
        }

        var scopes = new Stack<CodeWriter.Scope>();
        int depth = 0;
        foreach (string declaration in model.Declarations)
        {
            bool isType = ++depth == model.Declarations.Length;
            scopes.Push(writer.Block(isType ? declaration + Bases(model) : declaration));
        }

        if (model.Resource is { } resource)
            RegistrationEmitter.Emit(writer, model, resource);
        foreach (TrackedPropertyModel property in model.Properties)
            TrackedPropertyEmitter.Emit(writer, model, property);
        ReleaseEmitter.Emit(writer, model);
        foreach (CapabilityModel capability in model.Capabilities)
            EmitCapability(writer, capability);
        EmitCopyConstructor(writer, model);

        while (scopes.Count > 0)
            scopes.Pop().Dispose();
        return writer;
    }

    /// <summary>A priority as the enumeration's member, or as a cast when it is none of them.</summary>
    public static string Priority(int priority) => priority switch
    {
        -1 => "global::ResourceHygiene.ReleasePriority.Low",
        0 => "global::ResourceHygiene.ReleasePriority.Normal",
        1 => "global::ResourceHygiene.ReleasePriority.High",
        2 => "global::ResourceHygiene.ReleasePriority.Critical",
        _ => $"(global::ResourceHygiene.ReleasePriority)({priority.ToString(CultureInfo.InvariantCulture)})",
    };

    /// <summary>A literal of type double that reads back as the same number.</summary>
    public static string Seconds(double seconds) => seconds.ToString("R", CultureInfo.InvariantCulture) + "d";

    private static string Bases(TrackedTypeModel model)
    {
        var bases = new List<string>();
        if (model.Dispose != DisposeAuthor.UserOther)
            bases.Add("global::System.IDisposable");
        if (model.Resource is not null)
            bases.Add("global::ResourceHygiene.IReleasable");
        foreach (CapabilityModel capability in model.Capabilities)
            bases.Add(InterfaceOf(capability.Capability));

        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static void EmitCapability(CodeWriter writer, CapabilityModel capability)
    {
        string contract = InterfaceOf(capability.Capability);
        writer.Line();
        writer.Attributes();
        writer.Line(capability.Capability switch
        {
            Capability.Trim => $"long {contract}.Trim(global::ResourceHygiene.TrimRequest request) => this.{capability.Method}(request);",
            Capability.Offload => $"void {contract}.Offload(global::ResourceHygiene.ReleaseContext context) => this.{capability.Method}(context);",
            _ => $"void {contract}.Persist(global::ResourceHygiene.ReleaseContext context) => this.{capability.Method}(context);",
        });
    }

    private static string InterfaceOf(Capability capability) => capability switch
    {
        Capability.Trim => "global::ResourceHygiene.ITrimmable",
        Capability.Offload => "global::ResourceHygiene.IOffloadable",
        _ => "global::ResourceHygiene.IPersistable",
    };

    private static void EmitCopyConstructor(CodeWriter writer, TrackedTypeModel model)
    {
        if (model.Copying == RecordCopying.NotOurs)
            return;

        writer.Line();
        writer.Line("/// <summary>Refuses: a copy would own, and release, the same members.</summary>");
        writer.Attributes();
        writer.Line($"{model.HelperAccess} {model.Name}({model.SelfReference} original){(model.Copying == RecordCopying.RefuseAfterBase ? " : base(original)" : "")}");
        using (writer.Indent())
            writer.Line($"=> throw new global::System.NotSupportedException({SymbolText.Literal($"A copy of '{model.DisplayName}' would own the same resources; create a new one instead of using 'with'.")});");
    }
}
