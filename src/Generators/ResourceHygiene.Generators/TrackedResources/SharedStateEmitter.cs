using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>
/// Prints the one object that all copies of a tracked struct share: it holds the value as it was registered, is what the
/// tracker knows, and releases what the value owns, once.
/// </summary>
internal static class SharedStateEmitter
{
    private const string Sized = "global::ResourceHygiene.ISizedResource";

    public static void EmitField(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line($"private {(model.Shape == TypeShape.ReadOnlyStruct ? "readonly " : "")}__RhShared? __rhShared;");
    }

    /// <summary>The beginning of Track: from here on copies share the release.</summary>
    public static void EmitSharing(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line("if (this.__rhShared is not null)");
        using (writer.Indent())
            writer.Line($"throw new global::System.InvalidOperationException({SymbolText.Literal($"'{model.DisplayName}' is tracked already; Track is to be called once.")});");
        writer.Line();
        writer.Line("var shared = new __RhShared();");
        // Called in a constructor, where the field can still be written.
        writer.Line(model.Shape == TypeShape.ReadOnlyStruct
            ? "global::System.Runtime.CompilerServices.Unsafe.AsRef(in this.__rhShared) = shared;"
            : "this.__rhShared = shared;");
        writer.Line("shared.Value = this;");
    }

    public static void EmitClass(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        writer.Line("/// <summary>What all copies of one value share.</summary>");
        writer.Attributes();
        using (writer.Block($"private sealed class __RhShared : {string.Join(", ", Interfaces(model))}"))
        {
            writer.Line($"public {model.SelfReference} Value;");
            writer.Line("public global::ResourceHygiene.TrackingEntry Entry;");
            if (model.HasHandWritten)
                writer.Line("public bool Disposing;");
            EmitConstructors(writer, model);
            EmitDisposers(writer, model);
            EmitHelpers(writer, model);
            EmitRelease(writer, model);
            foreach (CapabilityCall capability in model.Capabilities)
                TrackedTypeEmitter.EmitCapability(writer, capability, "this.Value");
            foreach (OwnCapability own in model.OwnCapabilities)
                EmitOwnCapability(writer, own.Capability);
            if (model.IsSized)
                EmitSize(writer);
        }
    }

    private static IEnumerable<string> Interfaces(TrackedTypeModel model) =>
        model.IsSized ? TrackedTypeEmitter.RuntimeInterfaces(model).Append(Sized) : TrackedTypeEmitter.RuntimeInterfaces(model);

    /// <summary>Called on the value in its place: a cast to the interface would copy it.</summary>
    private static void EmitOwnCapability(CodeWriter writer, Capability capability)
    {
        string contract = TrackedTypeEmitter.InterfaceOf(capability);
        bool isTrim = capability == Capability.Trim;
        string result = isTrim ? "long" : "void";
        string parameter = isTrim ? "global::ResourceHygiene.TrimRequest" : "global::ResourceHygiene.ReleaseContext";
        writer.Line();
        using (writer.Block($"{result} {contract}.{capability}({parameter} context)"))
        {
            writer.Line($"{(isTrim ? "return " : "")}Call(ref this.Value, context);");
            writer.Line($"static {result} Call<__T>(ref __T value, {parameter} context) where __T : {contract} => value.{capability}(context);");
        }
    }

    private static void EmitSize(CodeWriter writer)
    {
        writer.Line();
        writer.Line($"long {Sized}.SizeInBytes => (({Sized})this.Value).SizeInBytes;");
    }

    private static void EmitConstructors(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        writer.Line("public __RhShared()");
        writer.Line("{");
        writer.Line("}");
        writer.Line();
        writer.Line($"public __RhShared({model.SelfReference} value) => this.Value = value;");
    }

    private static void EmitDisposers(CodeWriter writer, TrackedTypeModel model)
    {
        string report = model.Resource!.ReportsFailures ? "AndReport" : "";
        EmitDisposer(writer, "void", "Dispose", $"this.Entry.Dispose{report}(this);", model.Dispose);
        if (model.IsAsync)
            EmitDisposer(writer, ReleaseEmitter.Task, "DisposeAsync", $"this.Entry.Dispose{report}Async(this);", model.DisposeAsync);
    }

    private static void EmitDisposer(CodeWriter writer, string type, string name, string call, DisposeAuthor author)
    {
        writer.Line();
        if (author is DisposeAuthor.Generator)
        {
            writer.Line($"public {type} {name}() => {call}");
            return;
        }

        using (writer.Block($"public {type} {name}Here()"))
        {
            if (author != DisposeAuthor.UserOther)
                writer.Line("this.Disposing = true;");
            writer.Line(type == "void" ? call : "return " + call);
        }
    }

    private static void EmitHelpers(CodeWriter writer, TrackedTypeModel model)
    {
        if (!model.UserMembers.Contains("TryLease"))
        {
            writer.Line();
            using (writer.Block("public static bool TryLease(__RhShared? shared, out global::ResourceHygiene.Lease lease)"))
            {
                writer.Line("if (shared is not null)");
                using (writer.Indent())
                    writer.Line($"return shared.Entry.{RegistrationEmitter.LeaseCall(model)};");
                writer.Line();
                writer.Line("lease = default;");
                writer.Line("return false;");
            }
        }

        if (!model.UserMembers.Contains("ThrowIfReleased"))
        {
            writer.Line();
            using (writer.Block("public static void ThrowIfReleased(__RhShared? shared)"))
            {
                writer.Line("if (shared is not null && shared.Entry.IsReleased)");
                using (writer.Indent())
                    writer.Line($"throw new global::System.ObjectDisposedException({SymbolText.Literal(model.DisplayName)});");
            }
        }
    }

    private static void EmitRelease(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        string sync = $"{ReleaseEmitter.Outcome} global::ResourceHygiene.IReleasable.Release(in {ReleaseEmitter.Context} context)";
        if (model.WaitsForAsync)
            writer.Line($"{sync} => global::ResourceHygiene.TrackingEntry.Wait((global::ResourceHygiene.IAsyncReleasable)this, in context);");
        else
            EmitBody(writer, model, sync, isAsync: false);
        if (!model.IsAsync)
            return;

        writer.Line();
        EmitBody(writer, model, $"async {ReleaseEmitter.AsyncOutcome} global::ResourceHygiene.IAsyncReleasable.ReleaseAsync({ReleaseEmitter.Context} context)", isAsync: true);
    }

    private static void EmitBody(CodeWriter writer, TrackedTypeModel model, string method, bool isAsync)
    {
        using (writer.Block(method))
        {
            var body = new ReleaseBody(writer, model, isAsync, "this.Value");
            body.Begin();
            body.Hook("OnReleasing");
            body.HandWritten("this.Disposing");
            body.DisposeBool();
            body.Members();
            body.Hook("OnReleased");
            if (isAsync)
            {
                writer.Line();
                writer.Line("this.Entry.EndUntracked();");
            }

            body.End();
            writer.Line($"return {ReleaseEmitter.Outcome}.Released();");
        }
    }
}
