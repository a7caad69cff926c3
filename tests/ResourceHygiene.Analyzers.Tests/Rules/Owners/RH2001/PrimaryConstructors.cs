namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>Parameters of primary constructors that take something over.</summary>
public sealed class PrimaryConstructors
{
    [Theory]
    [InlineData("sealed class Owner([TakesOwnership] Resource [|held|]) : IDisposable { public void Use() => held.Use(); public void Dispose() { } }")]
    [InlineData("sealed class Owner([Owned] Resource [|held|]) : IDisposable { public void Dispose() => Api.Work(); }")]
    [InlineData("sealed class Owner([TakesOwnership] Resource [|held|], [TakesOwnership] Resource other) : IDisposable { public void Dispose() { other.Dispose(); Api.Look(held); } }")]
    [InlineData("sealed class {|RH2002:Owner|}([TakesOwnership] Resource held) { public void Use() => held.Use(); }")]
    public Task What_is_taken_over_is_never_released(string type) => OwnerCode.InFile(type);

    [Theory]
    [InlineData("sealed class Owner([TakesOwnership] Resource held) : IDisposable { public void Dispose() => held.Dispose(); }")]
    [InlineData("sealed class Owner([TakesOwnership] Resource? held) : IDisposable { public void Dispose() => held?.Dispose(); }")]
    [InlineData("sealed class Owner([TakesOwnership] Resource held) : IDisposable { private readonly Resource _held = held; public void Dispose() => _held.Dispose(); }")]
    [InlineData("sealed class Owner([TakesOwnership] Resource held) : IDisposable { public void Dispose() => End(); private void End() { Api.SafeDispose(held); } }")]
    [InlineData("sealed class Owner([TakesOwnership] Resource held) : IDisposable { private readonly List<Resource> _all = new() { held }; public void Dispose() { foreach (var one in _all) one.Dispose(); } }")]
    [InlineData("class Inner([TakesOwnership] Resource r) : IDisposable { public void Dispose() => r.Dispose(); } sealed class Outer([TakesOwnership] Resource held) : Inner(held) { }")]
    [InlineData("sealed class Owner([Borrowed] Resource held) : IDisposable { public void Dispose() => held.Use(); }")]
    [InlineData("sealed class Owner(Resource held) : IDisposable { public void Dispose() => held.Use(); }")]
    [InlineData("sealed class Owner([TakesOwnership] Resource held) : IDisposable { public void Use(Resource held) => held.Use(); public void Dispose() { held.Dispose(); } }")]
    public Task Released_handed_on_or_not_owned(string type) => OwnerCode.InFile(type);
}
