using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>
/// Prints the release itself. Exactly-once is the tracker's work: it claims the entry and calls back; where only properties are
/// tracked there is no entry, and a flag does it.
/// </summary>
internal static class ReleaseEmitter
{
    public const string Outcome = "global::ResourceHygiene.ReleaseOutcome";
    public const string Context = "global::ResourceHygiene.ReleaseContext";
    public const string AsyncOutcome = $"global::System.Threading.Tasks.ValueTask<{Outcome}>";
    public const string Task = "global::System.Threading.Tasks.ValueTask";

    private const string Released = $"{Outcome}.Released()";
    private const string Entry = "global::ResourceHygiene.TrackingEntry";

    public static void Emit(CodeWriter writer, TrackedTypeModel model)
    {
        DisposeEmitter.Emit(writer, model);
        if (model.IsStruct)
            SharedStateEmitter.EmitClass(writer, model);
        else if (model.Resource is not null || model.Base.IsTracked)
            EmitOfTracked(writer, model);
        if (model.HasNativeState)
            FinalizerEmitter.Emit(writer, model);
        if (model.HasDerivedHook)
            EmitDerivedHook(writer, model);
    }

    /// <summary>The interface's methods and what derived classes override of them.</summary>
    private static void EmitOfTracked(CodeWriter writer, TrackedTypeModel model)
    {
        bool isChain = model.CanBeDerivedFrom || model.Base.IsTracked;
        if (!model.Base.IsTracked)
            EmitInterface(writer, model, isChain);
        // What is inherited waits for the base's asynchronous release, which is overridden.
        if (isChain && !(model.Base.IsTracked && model.Base.TrackedAsync == AsyncNeed.Required) && !(model.WaitsForAsync && !model.Base.IsTracked))
            EmitChain(writer, model);

        if (model.IsAsync)
            EmitAsync(writer, model);
    }

    private static void EmitInterface(CodeWriter writer, TrackedTypeModel model, bool isChain)
    {
        writer.Line();
        writer.Attributes();
        string method = $"{Outcome} global::ResourceHygiene.IReleasable.Release(in {Context} context)";
        if (model.WaitsForAsync)
        {
            writer.Line($"{method} => {Entry}.Wait((global::ResourceHygiene.IAsyncReleasable)this, in context);");
            return;
        }

        using (writer.Block(method))
        {
            if (isChain)
                writer.Line("this.__rhRelease(in context);");
            else
                EmitBody(writer, model, isAsync: false);
            writer.Line($"return {Released};");
        }
    }

    private static void EmitChain(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        writer.Attributes();
        writer.Line(GeneratedFile.Hidden);
        string method = $"protected {(model.Base.IsTracked ? "override" : "virtual")} void __rhRelease(in {Context} context)";
        if (model.WaitsForAsync)
        {
            writer.Line($"{method} => {Entry}.Wait((global::ResourceHygiene.IAsyncReleasable)this, in context);");
            return;
        }

        using (writer.Block(method))
            EmitBody(writer, model, isAsync: false);
    }

    private static void EmitAsync(CodeWriter writer, TrackedTypeModel model)
    {
        bool isInherited = model.Base.IsTracked && model.Base.TrackedAsync != AsyncNeed.None;
        if (!isInherited)
        {
            writer.Line();
            writer.Attributes();
            using (writer.Block($"async {AsyncOutcome} global::ResourceHygiene.IAsyncReleasable.ReleaseAsync({Context} context)"))
            {
                using (writer.Block("try"))
                {
                    writer.Line("await this.__rhReleaseAsync(context).ConfigureAwait(false);");
                    writer.Line($"return {Released};");
                }

                using (writer.Block("finally"))
                    writer.Line("this.__rhEntry.EndUntracked();");
            }
        }

        writer.Line();
        writer.Attributes();
        if (isInherited || model.CanBeDerivedFrom)
            writer.Line(GeneratedFile.Hidden);
        string modifiers = isInherited ? "protected override" : model.CanBeDerivedFrom ? "protected virtual" : "private";
        using (writer.Block($"{modifiers} async {Task} __rhReleaseAsync({Context} context)"))
            EmitBody(writer, model, isAsync: true);
    }

    private static void EmitBody(CodeWriter writer, TrackedTypeModel model, bool isAsync)
    {
        var body = new ReleaseBody(writer, model, isAsync);
        body.Begin();
        body.Hook("OnReleasing");
        body.HandWritten("this.__rhDisposing");
        body.DisposeBool();
        body.Derived();
        body.Members();
        body.Hook("OnReleased");
        body.Base();
        body.End();
    }

    private static void EmitDerivedHook(CodeWriter writer, TrackedTypeModel model)
    {
        const string Promise = "Runs once, before the members of this class; what it throws does not stop them.";
        // Between two tracked classes an untracked one may stand, which takes part in the release of the first.
        string modifiers = model.Base.IsTracked ? "protected new virtual" : "protected virtual";
        writer.Line();
        writer.Line($"/// <summary>Override it in a derived class to release what that class adds, and call the base's last. {Promise}</summary>");
        writer.Attributes();
        writer.Line($"{modifiers} void ReleaseDerived()");
        writer.Line("{");
        writer.Line("}");
        if (!model.IsAsync)
            return;

        writer.Line();
        writer.Line($"/// <summary>The same for what has a DisposeAsync; by default it calls <c>ReleaseDerived</c>. {Promise}</summary>");
        writer.Attributes();
        string asyncModifiers = model.Base.TrackedAsync != AsyncNeed.None ? modifiers : "protected virtual";
        using (writer.Block($"{asyncModifiers} {Task} ReleaseDerivedAsync()"))
        {
            writer.Line("this.ReleaseDerived();");
            writer.Line("return default;");
        }
    }
}
