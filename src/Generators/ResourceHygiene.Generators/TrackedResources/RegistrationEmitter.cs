using ResourceHygiene.Generators.TrackedResources.Sizes;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints how a tracked type registers itself and is protected while in use.</summary>
internal static class RegistrationEmitter
{
    public static void Emit(CodeWriter writer, TrackedTypeModel model, ResourceModel resource)
    {
        if (model.IsStruct)
            SharedStateEmitter.EmitField(writer, model);
        else if (!model.Base.IsTracked)
            EmitEntry(writer, model);
        if (!model.IsStruct && (model.CanBeDerivedFrom || model.Base.IsTracked))
            EmitLevel(writer, model);
        EmitTrack(writer, model, resource);
        SizeEmitter.EmitMethod(writer, model);
        EmitHelpers(writer, model);
        EmitHooks(writer, model);
    }

    private static void EmitEntry(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line(GeneratedFile.GeneratedCode);
        if (model.CanBeDerivedFrom)
            writer.Line(GeneratedFile.Hidden);
        writer.Line($"{(model.CanBeDerivedFrom ? "protected" : "private")} global::ResourceHygiene.TrackingEntry __rhEntry;");
    }

    /// <summary>Each constructor calls the Track of its class; the last one, of the class furthest derived, registers.</summary>
    private static void EmitLevel(CodeWriter writer, TrackedTypeModel model)
    {
        if (!model.Base.IsTracked)
            writer.Line();
        writer.Line("/// <summary>Which of the tracked classes of an instance registers it.</summary>");
        writer.Attributes();
        writer.Line(GeneratedFile.Hidden);
        writer.Line($"protected {(model.Base.IsTracked ? "override" : "virtual")} int __rhLevel => {model.Base.Level};");
    }

    private static void EmitTrack(CodeWriter writer, TrackedTypeModel model, ResourceModel resource)
    {
        bool measures = model.Measures;
        writer.Line();
        writer.Lines($"""
            /// <summary>Registers this instance as a live resource. Call it once in each constructor, after everything was acquired.</summary>
            /// <param name="name">What the instance is called in reports; null for none.</param>
            /// <param name="bytes">What it occupies, in bytes; 0 {(measures ? "measures the owned members" : "asks <see cref=\"global::ResourceHygiene.ISizedResource\"/>, if implemented")}.</param>
            /// <param name="location">Where it is; {(measures ? "where most of its owned members lie, or the host's memory," : "the host's memory")} by default.</param>
            /// <param name="dependsOn">Resources that must outlive this one.</param>
            /// <param name="file">Filled in by the compiler.</param>
            /// <param name="line">Filled in by the compiler.</param>
            /// <param name="member">Filled in by the compiler.</param>
            /// <exception cref="global::System.InvalidOperationException">The instance is registered already.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The instance was released.</exception>
            """);
        writer.Attributes();
        writer.Line("private void Track(");
        using (writer.Indent())
        {
            writer.Lines("""
                string? name = null,
                long bytes = 0,
                global::ResourceHygiene.ResourceLocation location = default,
                global::System.Collections.Immutable.ImmutableArray<global::ResourceHygiene.ResourceHandle> dependsOn = default,
                [global::System.Runtime.CompilerServices.CallerFilePath] string file = "",
                [global::System.Runtime.CompilerServices.CallerLineNumber] int line = 0,
                [global::System.Runtime.CompilerServices.CallerMemberName] string member = "")
                """);
        }

        using (writer.Block())
        {
            if (model.IsStruct)
                SharedStateEmitter.EmitSharing(writer, model);
            if (!model.IsTracking)
            {
                writer.Line("// Nothing is registered: ResourceHygieneTracking is off.");
                return;
            }

            if (!model.IsStruct && (model.CanBeDerivedFrom || model.Base.IsTracked))
                EmitLevelCheck(writer, model);
            if (measures)
            {
                using (writer.Block("if (bytes == 0)"))
                {
                    writer.Line("var footprint = this.__rhMeasure();");
                    writer.Line("location = location == default ? footprint.Location : location;");
                    writer.Line("bytes = footprint.BytesAt(location);");
                }

                writer.Line();
            }

            writer.Line(model.IsStruct
                ? "shared.Entry.Track(shared, new global::ResourceHygiene.ResourceRegistration"
                : "this.__rhEntry.Track(this, new global::ResourceHygiene.ResourceRegistration");
            writer.Line("{");
            using (writer.Indent())
            {
                writer.Line($"Type = {SymbolText.Literal(resource.Type)},");
                writer.Line("Name = name,");
                writer.Line("Bytes = bytes,");
                writer.Line("Location = location,");
                writer.Line($"Priority = {TrackedTypeEmitter.Priority(resource.Priority)},");
                if (resource.RetentionSeconds > 0)
                    writer.Line($"Retention = global::System.TimeSpan.FromSeconds({TrackedTypeEmitter.Seconds(resource.RetentionSeconds)}),");
                writer.Line("Site = new global::ResourceHygiene.AcquisitionSite(file, line, member),");
                writer.Line("DependsOn = dependsOn,");
            }

            writer.Line("});");
        }
    }

    private static void EmitLevelCheck(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line($"if (this.__rhLevel != {model.Base.Level})");
        using (writer.Indent())
            writer.Line("return;");
        writer.Line();
    }

    private static void EmitHelpers(CodeWriter writer, TrackedTypeModel model)
    {
        // What a tracked base has is inherited, except what is internal to another assembly.
        if (!model.UserMembers.Contains("TrackedHandle") && (!model.Base.IsTracked || model.Base.IsForeign))
        {
            EmitHelper(
                writer,
                "/// <summary>This instance in the register; none before <c>Track</c>. Resources built on it name it in <c>dependsOn</c>.</summary>",
                $"internal {model.Readonly}global::ResourceHygiene.ResourceHandle TrackedHandle => {(model.IsStruct ? "this.__rhShared?.Entry.Handle ?? default" : "this.__rhEntry.Handle")};");
        }

        if (!model.UserMembers.Contains("TryLease") && !model.Base.IsTracked)
        {
            EmitHelper(
                writer,
                "/// <summary>Keeps this instance from being released until the lease is disposed; false if it is not registered or its release has begun.</summary>",
                $"{model.LeaseAccess} {model.Readonly}bool TryLease(out global::ResourceHygiene.Lease lease) => {(model.IsStruct ? "__RhShared.TryLease(this.__rhShared, out lease)" : $"this.__rhEntry.{LeaseCall(model)}")};");
        }

        if (!model.UserMembers.Contains("ThrowIfReleased") && !model.Base.IsTracked)
        {
            EmitHelper(
                writer,
                """
                /// <summary>Guards a member that must not be used after the release.</summary>
                /// <exception cref="global::System.ObjectDisposedException">This instance was released. While that is under way it is not thrown, as hooks may use the instance.</exception>
                """,
                $"{model.HelperAccess} {model.Readonly}void ThrowIfReleased() => {(model.IsStruct ? "__RhShared.ThrowIfReleased(this.__rhShared)" : "this.__rhEntry.ThrowIfReleased(this)")};");
        }
    }

    /// <summary>Without tracking nobody but the owner releases, and there is nothing to pin against.</summary>
    public static string LeaseCall(TrackedTypeModel model) => model.IsTracking ? "TryLease(out lease)" : "TryLeaseUntracked(out lease)";

    private static void EmitHelper(CodeWriter writer, string documentation, string member)
    {
        writer.Line();
        writer.Lines(documentation);
        writer.Attributes();
        writer.Line(member);
    }

    // No attributes: they would be merged into the user's implementing part and hide it from analysis and coverage.
    private static void EmitHooks(CodeWriter writer, TrackedTypeModel model)
    {
        writer.Line();
        writer.Line("/// <summary>Runs once, before anything owned is released. What it throws does not stop the release.</summary>");
        writer.Line($"partial void OnReleasing(in global::ResourceHygiene.ReleaseContext {model.ReleasingParameter});");
        writer.Line();
        writer.Line("/// <summary>Runs once, after everything owned was released. What it throws is reported with the other failures.</summary>");
        writer.Line($"partial void OnReleased(in global::ResourceHygiene.ReleaseContext {model.ReleasedParameter});");
    }
}
