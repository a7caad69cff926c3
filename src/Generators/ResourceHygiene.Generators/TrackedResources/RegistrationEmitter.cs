namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints how a tracked type registers itself and is protected while in use.</summary>
internal static class RegistrationEmitter
{
    public static void Emit(CodeWriter writer, TrackedTypeModel model, ResourceModel resource)
    {
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line("private global::ResourceHygiene.TrackingEntry __rhEntry;");
        EmitTrack(writer, resource);
        EmitHelpers(writer, model);
        EmitHooks(writer);
    }

    private static void EmitTrack(CodeWriter writer, ResourceModel resource)
    {
        writer.Line();
        writer.Lines("""
            /// <summary>Registers this instance as a live resource. Call it once in each constructor, after everything was acquired.</summary>
            /// <param name="name">What the instance is called in reports; null for none.</param>
            /// <param name="bytes">What it occupies, in bytes; 0 asks <see cref="global::ResourceHygiene.ISizedResource"/>, if implemented.</param>
            /// <param name="location">Where it is; the host's memory by default.</param>
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
            writer.Line("this.__rhEntry.Track(this, new global::ResourceHygiene.ResourceRegistration");
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

    private static void EmitHelpers(CodeWriter writer, TrackedTypeModel model)
    {
        if (!model.UserMembers.Contains("TrackedHandle"))
        {
            writer.Line();
            writer.Line("/// <summary>This instance in the register; none before <c>Track</c>. Resources built on it name it in <c>dependsOn</c>.</summary>");
            writer.Attributes();
            writer.Line("internal global::ResourceHygiene.ResourceHandle TrackedHandle => this.__rhEntry.Handle;");
        }

        if (!model.UserMembers.Contains("TryLease"))
        {
            writer.Line();
            writer.Line("/// <summary>Keeps this instance from being released until the lease is disposed; false if it is not registered or its release has begun.</summary>");
            writer.Attributes();
            writer.Line($"{model.LeaseAccess} bool TryLease(out global::ResourceHygiene.Lease lease) => this.__rhEntry.TryLease(out lease);");
        }

        if (!model.UserMembers.Contains("ThrowIfReleased"))
        {
            writer.Line();
            writer.Line("/// <summary>Guards a member that must not be used after the release.</summary>");
            writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">This instance was released. While that is under way it is not thrown, as hooks may use the instance.</exception>");
            writer.Attributes();
            writer.Line($"{model.HelperAccess} void ThrowIfReleased() => this.__rhEntry.ThrowIfReleased(this);");
        }
    }

    // No attributes: they would be merged into the user's implementing part and hide it from analysis and coverage.
    private static void EmitHooks(CodeWriter writer)
    {
        writer.Line();
        writer.Line("/// <summary>Runs once, before anything owned is released. What it throws does not stop the release.</summary>");
        writer.Line("partial void OnReleasing(in global::ResourceHygiene.ReleaseContext context);");
        writer.Line();
        writer.Line("/// <summary>Runs once, after everything owned was released. What it throws is reported with the other failures.</summary>");
        writer.Line("partial void OnReleased(in global::ResourceHygiene.ReleaseContext context);");
    }
}
