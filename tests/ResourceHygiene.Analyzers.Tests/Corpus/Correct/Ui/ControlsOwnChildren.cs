using System.Collections.ObjectModel;

public class Control : IDisposable
{
    public Collection<Control> Controls { get; } = [];
    public string Text { get; set; } = "";

    public event EventHandler? Click;

    protected void OnClick() => Click?.Invoke(this, EventArgs.Empty);

    public void Dispose()
    {
        foreach (Control child in Controls)
            child.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class Panel : Control
{
    public Panel()
    {
        Control label = new() { Text = "Name" };
        Controls.Add(label);
        Control button = new();
        button.Text = "OK";
        button.Click += (_, _) => label.Text = "clicked";
        Controls.Add(button);
        Controls.Add(new Control { Text = "Cancel" });
    }
}
