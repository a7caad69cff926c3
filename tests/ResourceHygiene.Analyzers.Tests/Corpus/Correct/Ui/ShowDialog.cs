public enum DialogResult
{
    Cancel,
    Ok,
}

public class Dialog : IDisposable
{
    private IntPtr _window = 1;
    public string FileName { get; set; } = "";
    public DialogResult ShowDialog() => _window == 1 ? DialogResult.Ok : DialogResult.Cancel;

    public void Dispose()
    {
        _window = 0;
        GC.SuppressFinalize(this);
    }
}

public static class Commands
{
    public static string? AskForFile()
    {
        using var dialog = new Dialog();
        if (dialog.ShowDialog() != DialogResult.Ok)
            return null;
        return dialog.FileName;
    }

    public static void Confirm(Action confirmed)
    {
        Dialog dialog = new() { FileName = "confirm" };
        try
        {
            if (dialog.ShowDialog() == DialogResult.Ok)
                confirmed();
        }
        finally
        {
            dialog.Dispose();
        }
    }
}
