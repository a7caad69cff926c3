namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>A wrapper around what another object lends: to release it would release what is not ours.</summary>
public sealed class ValidLent
{
    private const string Types =
        """
        sealed class Surface : IDisposable { public Resource Texture { get; } = new(); public void Dispose() => Texture.Dispose(); }
        sealed class Sheet : IDisposable { private readonly Resource _texture; public Sheet(Resource texture) => _texture = texture; public void Dispose() => _texture.Dispose(); }


        """;

    [Fact]
    public Task Of_a_surface_of_the_same_object() => OwnerCode.InFile(Types +
        """
        sealed class Owner : IDisposable
        {
            private readonly Surface _surface = new();
            private readonly Sheet _sheet;
            public Owner() => _sheet = new Sheet(_surface.Texture);
            public override string ToString() => _sheet.ToString()!;
            public void Dispose() => _surface.Dispose();
        }
        """);

    [Fact]
    public Task What_was_made_for_it_is_owed() => OwnerCode.InFile(Types +
        """
        sealed class Owner : IDisposable
        {
            private readonly Surface _surface = new();
            private readonly Sheet [|_sheet|];
            public Owner() => _sheet = new Sheet(new Resource());
            public override string ToString() => _sheet.ToString()!;
            public void Dispose() => _surface.Dispose();
        }
        """);
}
