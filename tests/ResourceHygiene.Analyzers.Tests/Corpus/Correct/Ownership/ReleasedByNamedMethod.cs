using ResourceHygiene;

[MustRelease(nameof(Free))]
public sealed class Texture
{
    private int _id = 1;
    public int Id => _id;
    public void Free() => _id = 0;
}

public static class Textures
{
    public static int Draw(Action<int> draw)
    {
        Texture texture = new();
        try
        {
            draw(texture.Id);
            return texture.Id;
        }
        finally
        {
            texture.Free();
        }
    }

    public static Texture Create() => new();
}
