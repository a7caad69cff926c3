namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2006;

/// <summary>What may be owned may be released.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("private readonly Stream _held; public Owner(Stream held) => _held = held; public void Dispose() => _held.Dispose();")]
    [InlineData("private readonly HttpClient _held; public Owner(HttpClient held, bool dispose) => _held = held; public void Dispose() => _held.Dispose();")]
    [InlineData("private readonly HttpClient _held; public Owner() => _held = new HttpClient(); public void Dispose() => _held.Dispose();")]
    [InlineData("private readonly HttpClient _held; public Owner(HttpClient? held) => _held = held ?? new HttpClient(); public void Dispose() => _held.Dispose();")]
    [InlineData("private readonly HttpClient _held; private readonly bool _owns; public Owner(HttpClient held) => _held = held; public void Dispose() { if (_owns) _held.Dispose(); }")]
    [InlineData("[Owned] private readonly HttpClient _held; public Owner(HttpClient held) => _held = held; public void Dispose() => _held.Dispose();")]
    [InlineData("private readonly HttpClient _held; public Owner([TakesOwnership] HttpClient held) => _held = held; public void Dispose() => _held.Dispose();")]
    [InlineData("private readonly Process _process = new(); private StreamWriter? _held; public void Go() => _held = _process.StandardInput; public void Dispose() { _held?.Dispose(); _process.Dispose(); }")]
    [InlineData("private readonly HttpClient _held; public Owner(HttpClient held) => _held = held; public void Dispose() => _held.CancelPendingRequests();")]
    [InlineData("private readonly HttpClient _held; public Owner(Func<HttpClient> make) => _held = make(); public void Dispose() => _held.Dispose();")]
    public Task What_may_be_owned_may_be_released(string members) => OwnerCode.InOwner(members);

    [Fact]
    public Task Who_creates_it_here_hands_over_what_it_passes() => OwnerCode.InFile(
        """
        sealed class Wrapper : IDisposable
        {
            private readonly Process _process;
            public Wrapper(Process process) => _process = process;
            public void Dispose() => _process.Dispose();
        }
        static class Factory { public static Wrapper Make(string name) => new Wrapper(Process.Start(name)); }
        """);

    [Theory]
    [InlineData("private readonly Part _part; public Owner(Holder holder) { _part = new Part(holder.Shared); }")]
    [InlineData("private readonly Part _part; public Owner(Holder holder) => _part = new(holder.Shared);")]
    public Task What_only_keeps_a_part_of_another_object_is_ones_own(string members) => OwnerCode.InFile(
        $$"""
        sealed class Holder { public Resource Shared { get; } = null!; }
        sealed class Part : IDisposable
        {
            private readonly Resource _kept;
            public Part(Resource kept) => _kept = kept;
            public void Dispose() => Console.WriteLine(_kept.Name);
        }
        sealed class Owner : IDisposable { {{members}} public void Dispose() => _part.Dispose(); }
        """);
}
