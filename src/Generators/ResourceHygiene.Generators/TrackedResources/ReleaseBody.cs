using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>
/// Prints the steps of one release, each guarded so that a failure does not stop the next, either as synchronous code or as
/// code that awaits.
/// </summary>
/// <param name="writer">What it prints to.</param>
/// <param name="model">The type.</param>
/// <param name="isAsync">Whether the steps may await.</param>
/// <param name="self">The instance: <c>this</c>, or the value that copies of a struct share.</param>
internal readonly struct ReleaseBody(CodeWriter writer, TrackedTypeModel model, bool isAsync, string self = "this")
{
    private bool IsAsync => isAsync;

    public void Begin() => writer.Line("global::System.Collections.Generic.List<global::System.Exception>? failures = null;");

    /// <summary>A partial method without a body is no call; its guard would only be noise.</summary>
    public void Hook(string hook)
    {
        if (model.Resource is not null && model.UserMembers.Contains(hook))
            Guarded($"{self}.{hook}(in context);");
        if (isAsync && model.UserMembers.Contains(AsyncHooks.NameOf(hook)))
            Guarded($"await {self}.{AsyncHooks.NameOf(hook)}(context).ConfigureAwait(false);");
    }

    /// <summary>What a class between this one and the next tracked one adds.</summary>
    public void Derived()
    {
        if (!model.HasDerivedHook)
            return;

        Guarded(isAsync ? $"await {self}.ReleaseDerivedAsync().ConfigureAwait(false);" : $"{self}.ReleaseDerived();");
    }

    /// <summary>A hand-written Dispose runs, too, when somebody else than its caller lets the resource go.</summary>
    public void HandWritten(string owner)
    {
        if (model.Resource is null || !model.HasHandWritten)
            return;

        writer.Line();
        using (writer.Block($"if (!{owner})"))
        {
            writer.Line($"{owner} = true;");
            Try(HandWrittenCall());
        }
    }

    /// <summary>A Dispose(bool) of the user's own, which nobody else calls.</summary>
    public void DisposeBool()
    {
        if (model.CallsDisposeBool)
            Guarded($"{self}.Dispose(true);");
    }

    public void Members()
    {
        if (model.HasNativeState && !isAsync)
        {
            Guarded("this.Dispose(true);");
            return;
        }

        foreach (ReleasedMemberModel member in model.Released)
        {
            if (member.Native is null && member.Release.Route != ReleaseRoute.Memory)
            {
                writer.Line();
                Member(member);
            }
        }

        if (model.HasNativeState)
            Guarded("this.Dispose(false);");
    }

    /// <summary>The members of a class with native state, of which a finalizer only frees that.</summary>
    public void MembersOrNative()
    {
        foreach (ReleasedMemberModel member in model.Released)
        {
            if (member.Native is { } native)
            {
                writer.Line();
                Try(MemberEmitter.Free(native, $"{self}.{member.Target}"));
            }
            // Where the release is awaited, it has released the others already.
            else if (member.Release.Route != ReleaseRoute.Memory && !model.WaitsForAsync)
            {
                writer.Line();
                writer.Line("if (disposing)");
                using (writer.Block())
                    Member(member);
            }
        }
    }

    /// <summary>One member or, of a collection, each element on its own; and all of them once more, as the collection itself may throw.</summary>
    private void Member(ReleasedMemberModel member)
    {
        string value = $"{self}.{member.Target}";
        if (member.Release.Elements is null)
        {
            Try(MemberEmitter.Release(member.Release, value, isAsync));
            return;
        }

        ReleaseBody body = this;
        using (writer.Block("try"))
            ElementsEmitter.Emit(writer, value, member.Release, (element, how) => body.Try(MemberEmitter.Release(how, element, body.IsAsync)));
        Catch();
    }

    /// <summary>What the base does in its own Dispose, last.</summary>
    public void Base()
    {
        BaseModel baseModel = model.Base;
        if (baseModel.IsTracked)
        {
            Guarded(isAsync && baseModel.TrackedAsync != AsyncNeed.None
                ? "await base.__rhReleaseAsync(context).ConfigureAwait(false);"
                : "base.__rhRelease(in context);");
            return;
        }

        if (baseModel.Kind == BaseKind.TrackedProperties)
        {
            Guarded("base.ReleaseDerived();");
            return;
        }

        // Where the user wrote the override, it calls the base itself.
        if (isAsync && baseModel.OverridesAsync)
            AsyncBase(baseModel);
        else if (model.Dispose == DisposeAuthor.Generator && baseModel.CallsSync)
            Guarded(baseModel.Kind == BaseKind.DisposeBool ? "base.Dispose(true);" : "base.Dispose();");
    }

    public void End()
    {
        writer.Line();
        if (model.SuppressesFinalizer)
            writer.Line("global::System.GC.SuppressFinalize(this);");
        Throw();
    }

    public void Throw()
    {
        writer.Line("if (failures is not null)");
        using (writer.Indent())
            writer.Line($"throw new global::System.AggregateException({SymbolText.Literal($"Some of what '{model.DisplayName}' owns could not be released.")}, failures){(model.HasNestedFailures ? ".Flatten()" : "")};");
    }

    private void AsyncBase(BaseModel baseModel)
    {
        if (model.DisposeAsync != DisposeAuthor.Generator)
            return;

        if (baseModel.CallsAsync)
        {
            string call = $"await base.{baseModel.AsyncMethod}().ConfigureAwait(false);";
            if (baseModel.MayComeBack)
                Guarded("global::System.Threading.Volatile.Write(ref this.__rhBaseTurn, 1);", call, "global::System.Threading.Volatile.Write(ref this.__rhBaseTurn, 0);");
            else
                Guarded(call);
        }

        // DisposeAsyncCore leaves the native part to Dispose(false), by its pattern.
        bool leavesNative = baseModel.LeavesNative;
        if (baseModel.CallsSync && model.Dispose == DisposeAuthor.Generator && (leavesNative || !baseModel.CallsAsync))
            Guarded(baseModel.Kind == BaseKind.Dispose ? "base.Dispose();" : leavesNative ? "base.Dispose(false);" : "base.Dispose(true);");
    }

    private string HandWrittenCall()
    {
        if (isAsync && model.DisposeAsync != DisposeAuthor.Generator)
        {
            return model.DisposeAsync switch
            {
                DisposeAuthor.UserPublic => $"await {self}.DisposeAsync().ConfigureAwait(false);",
                DisposeAuthor.UserOverride => $"await {self}.DisposeAsyncCore().ConfigureAwait(false);",
                _ => $"await ((global::System.IAsyncDisposable){self}).DisposeAsync().ConfigureAwait(false);",
            };
        }

        return model.Dispose switch
        {
            DisposeAuthor.UserPublic => $"{self}.Dispose();",
            DisposeAuthor.UserOverride => $"{self}.Dispose(true);",
            _ => $"((global::System.IDisposable){self}).Dispose();",
        };
    }

    private void Guarded(params string[] statements)
    {
        writer.Line();
        Try(statements);
    }

    private void Try(params string[] statements)
    {
        using (writer.Block("try"))
        {
            foreach (string statement in statements)
                writer.Line(statement);
        }

        Catch();
    }

    private void Catch()
    {
        using (writer.Block("catch (global::System.Exception exception)"))
            writer.Line("(failures ??= new()).Add(exception);");
    }
}
