namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2004;

/// <summary>Nothing throws after the acquisition, or somebody catches it.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("_held = File.OpenRead(path);")]
    [InlineData("Api.Work(); _held = File.OpenRead(path);")]
    [InlineData("_held = File.OpenRead(path); _size = path.Length;")]
    [InlineData("_held = File.OpenRead(path); _run = () => Api.Work();")]
    [InlineData("_held = File.OpenRead(path); try { Api.Work(); } catch { _held.Dispose(); throw; }")]
    [InlineData("try { _held = File.OpenRead(path); Api.Work(); } catch { _held?.Dispose(); throw; }")]
    [InlineData("_held = File.OpenRead(path); if (path.Length == 0) throw new ArgumentException(path);")]
    [InlineData("if (path.Length > 0) { _held = File.OpenRead(path); } else { Api.Work(); _held = File.OpenRead(\"a\"); }")]
    [InlineData("_held = File.OpenRead(path); _list.Add(path);")]
    [InlineData("_held = File.OpenRead(path); if (_held.Length == 0) { _held.Dispose(); throw new InvalidDataException(); }")]
    [InlineData("_held = File.OpenRead(path); if (_held.Length == 0) { _held.Dispose(); if (path.Length == 1) { throw new InvalidDataException(); } Api.Work(); }")]
    [InlineData("_held = File.OpenRead(path); if (_held.Length == 0) { Dispose(); throw new InvalidDataException(); }")]
    public Task Nothing_is_lost(string statements) => OwnerCode.InFileWithExceptions(
        $$"""
        sealed class Owner : IDisposable
        {
            private readonly FileStream _held;
            private readonly List<string> _list = new();
            private Action? _run;
            private int _size;
            public Owner(string path) { {{statements}} }
            public int Size => _size;
            public void Run() => _run?.Invoke();
            public void Dispose() => _held.Dispose();
        }
        """);

    [Fact]
    public Task A_finalizer_sees_to_it() => OwnerCode.InFileWithExceptions(
        """
        sealed class Owner : IDisposable
        {
            private readonly FileStream _held;
            public Owner(string path) { _held = File.OpenRead(path); Api.Work(); }
            ~Owner() => Dispose();
            public void Dispose() => _held.Dispose();
        }
        """);

    [Fact]
    public Task A_finalizer_of_a_base_class_sees_to_it() => OwnerCode.InFileWithExceptions(
        """
        abstract class Module : IDisposable { ~Module() => Dispose(); public abstract void Dispose(); }
        sealed class Owner : Module
        {
            private readonly FileStream _held;
            public Owner(string path) { _held = File.OpenRead(path); Api.Work(); }
            public override void Dispose() => _held.Dispose();
        }
        """);

    [Fact]
    public Task Injected() => OwnerCode.InFileWithExceptions(
        """
        sealed class Owner
        {
            private readonly FileStream _held;
            public Owner(FileStream held) { _held = held; Api.Work(); }
            public void Use() => _held.Flush();
        }
        """);

    [Theory]
    [InlineData("if (_held.IsInvalid) throw new InvalidDataException();")]
    [InlineData("if (this._held.IsInvalid) { Api.Work(); throw new InvalidDataException(); }")]
    public Task An_invalid_handle_holds_nothing(string check) => OwnerCode.InFileWithExceptions(
        $$"""
        sealed class Owner : IDisposable
        {
            private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _held;
            public Owner(string path) { _held = File.OpenHandle(path); {{check}} }
            public void Dispose() => _held.Dispose();
        }
        """);
}
