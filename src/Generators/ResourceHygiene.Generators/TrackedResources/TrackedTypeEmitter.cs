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
            // The compiler warns of fields in several parts, unless their order is left to the runtime.
            if (isType && model.IsStruct && !model.HasLayout)
                writer.Line("[global::System.Runtime.InteropServices.StructLayout(global::System.Runtime.InteropServices.LayoutKind.Auto)]");
            scopes.Push(writer.Block(isType ? declaration + Bases(model) : declaration));
        }

        if (model.Resource is { } resource)
            RegistrationEmitter.Emit(writer, model, resource);
        foreach (TrackedPropertyModel property in model.Properties)
            TrackedPropertyEmitter.Emit(writer, model, property);
        ReleaseEmitter.Emit(writer, model);
        foreach (CapabilityCall capability in model.Capabilities)
        {
            if (!model.IsStruct)
                EmitCapability(writer, capability, "this");
        }

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

    /// <summary>By which the runtime knows what it tracks: the type itself, or what copies of a struct share.</summary>
    public static IEnumerable<string> RuntimeInterfaces(TrackedTypeModel model)
    {
        bool isAsync = model.IsAsync && !(model.Base.IsTracked && model.Base.TrackedAsync != AsyncNeed.None);
        if (model.Resource is not null && !model.Base.IsTracked)
            yield return "global::ResourceHygiene.IReleasable";
        if (isAsync)
            yield return "global::ResourceHygiene.IAsyncReleasable";
        foreach (CapabilityCall capability in model.Capabilities)
            yield return InterfaceOf(capability.Capability);
        foreach (OwnCapability own in model.OwnCapabilities)
            yield return InterfaceOf(own.Capability);
    }

    private static string Bases(TrackedTypeModel model)
    {
        var bases = new List<string>();
        // A base that has the interface would have it implemented anew, by what may not be its Dispose.
        if (model.Dispose is DisposeAuthor.Generator or DisposeAuthor.UserPublic && model.Base.Kind is BaseKind.None or BaseKind.AsyncOnly)
            bases.Add("global::System.IDisposable");
        if (model.IsAsync && model.DisposeAsync is DisposeAuthor.Generator or DisposeAuthor.UserPublic && !model.Base.OverridesAsync
            && !(model.Base.IsTracked && model.Base.TrackedAsync != AsyncNeed.None))
        {
            bases.Add("global::System.IAsyncDisposable");
        }

        if (!model.IsStruct)
            bases.AddRange(RuntimeInterfaces(model));
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    public static void EmitCapability(CodeWriter writer, CapabilityCall capability, string self)
    {
        string contract = InterfaceOf(capability.Capability);
        writer.Line();
        writer.Attributes();
        writer.Line(capability.Capability switch
        {
            Capability.Trim => $"long {contract}.Trim(global::ResourceHygiene.TrimRequest request) => {capability.Awaited(self, "request")};",
            Capability.Offload => $"void {contract}.Offload(global::ResourceHygiene.ReleaseContext context) => {capability.Awaited(self, "context")};",
            _ => $"void {contract}.Persist(global::ResourceHygiene.ReleaseContext context) => {capability.Awaited(self, "context")};",
        });
    }

    public static string InterfaceOf(Capability capability) => capability switch
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
        if (model.Copying == RecordCopying.RefuseAfterRequiring)
            writer.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        writer.Line($"{model.HelperAccess} {model.Name}({model.SelfReference} original){(model.Copying == RecordCopying.Refuse ? "" : " : base(original)")}");
        using (writer.Indent())
            writer.Line($"=> throw new global::System.NotSupportedException({SymbolText.Literal($"A copy of '{model.DisplayName}' would own the same resources; create a new one instead of using 'with'.")});");
    }
}
